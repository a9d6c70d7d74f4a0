//! The examples in the help. A test runs them.

/// The most frequent commands.
pub(super) const ALL: &str = "\
Examples:
  stackgen init                       write a first inputs/stack.toml
  stackgen build                      compile inputs/*.toml into generated/
  stackgen build --check              fail if generated/ is out of date
  stackgen check - < stack.toml       check an input from standard input
  stackgen explain quorum-not-majority
  stackgen explain redis.maxmemory --mode production
  stackgen env init production        create generated/.env";

pub(super) const INIT: &str = "\
Examples:
  stackgen init
  stackgen init --yes
  stackgen init --yes --example small --memory '4 GiB' --cpus 2";

pub(super) const BUILD: &str = "\
Examples:
  stackgen build
  stackgen build --check
  stackgen build --deny warnings inputs/stack.toml";

pub(super) const CHECK: &str = "\
Examples:
  stackgen check
  stackgen check --only maxmemory-exceeds-limit
  stackgen check --format json
  stackgen check - < inputs/stack.toml";

pub(super) const FIX: &str = "\
Examples:
  stackgen fix
  stackgen fix --suggested --diff";

pub(super) const EXPLAIN: &str = "\
Examples:
  stackgen explain quorum-not-majority
  stackgen explain redis.maxmemory
  stackgen explain generated/docker-compose.yml:20";

pub(super) const COMPLETIONS: &str = "\
Examples:
  stackgen completions bash > /etc/bash_completion.d/stackgen
  stackgen completions fish > ~/.config/fish/completions/stackgen.fish";

pub(super) const MAN: &str = "\
Examples:
  stackgen man > stackgen.1
  stackgen man env rotate
  stackgen man --all /usr/local/share/man/man1";

pub(super) const ENV: &str = "\
Examples:
  stackgen env init production
  stackgen env check
  stackgen env rotate redis_password";
