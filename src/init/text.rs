//! The text of a first input.

use super::sizes::{Redis, SENTINEL, Sizes};
use super::subnets::subnets;
use super::{Answers, Example, SessionModule, TooSmall};
use crate::units::Bytes;

/// The text of an input.
///
/// # Errors
/// If the host is too small for it.
pub fn input(answers: &Answers) -> Result<String, TooSmall> {
    answers.machine.check(answers.example)?;
    let sizes = Sizes::new(answers);
    let redis = match sizes.redis {
        Some(sizes) => redis(answers.example, sizes),
        None if answers.example.wants_redis() => NO_REDIS.to_owned(),
        None => String::new(),
    };
    let parts = [
        head(answers),
        secrets(&sizes),
        postgres(answers, &sizes),
        redis,
        odoo(answers, &sizes),
        modes(answers.example, &sizes),
        rules(&sizes),
    ];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// The comment in place of Redis, if nothing would use it.
const NO_REDIS: &str = "\
# There is no Redis because nothing here would use it: Odoo keeps its sessions in files unless it has the module
# session_redis. To get a Redis for the sessions, put the module into ./addons, for example as
# addons/custom/session_redis, install the Python package redis in Odoo's image, remove this file and run
# `stackgen init` again.
";

/// A size in MiB, as people write it.
fn size(mebibytes: u64) -> String {
    Bytes::mib(mebibytes).human()
}

fn head(answers: &Answers) -> String {
    let (name, machine) = (answers.name.as_str(), answers.machine);
    let (memory, cpus) = (machine.memory.human(), machine.cpus.decimal());
    let [stack, database] = subnets(&answers.name);
    format!(
        r#"#:schema ./stack.schema.json
# The deployment {name}: {summary}.
# All files in generated/ are compiled from this one: edit this file, then run `stackgen build`.
# `stackgen explain KEY` describes a key, for example `stackgen explain postgres.settings`.

[stack]
name = "{name}" # the name of the Compose project
project_dir = ".." # relative host paths start here, as seen from generated/

[host] # limits for all containers together; every mode is checked against them
memory = "{memory}"
cpus = {cpus}

[networks.stack]
subnet = "{stack}"

[networks.database] # only Odoo can reach the database
internal = true
subnet = "{database}"
"#,
        summary = answers.summary(),
        stack = stack,
        database = database,
    )
}

fn secrets(sizes: &Sizes) -> String {
    let redis = match sizes.redis {
        None => "",
        Some(_) => "redis_password = { env = \"REDIS_PASSWORD\", rotate = \"90d\" }\n",
    };
    format!(
        r#"# Names only: the values are in generated/.env, which `stackgen env init` writes.
[secrets]
odoo_db_password = {{ env = "ODOO_DB_PASSWORD", rotate = "90d" }}
postgres_password = {{ env = "POSTGRES_PASSWORD", rotate = "90d" }}
{redis}odoo_admin_password = {{ env = "ODOO_ADMIN_PASSWORD", rotate = "90d" }}
"#
    )
}

fn postgres(answers: &Answers, sizes: &Sizes) -> String {
    let database = answers.database();
    let (cpus, memory) = (sizes.postgres.cpus.decimal(), size(sizes.postgres.memory));
    let (buffers, connections) = (size(sizes.shared_buffers), sizes.max_connections);
    format!(
        r#"[postgres]
image = "postgres:15-alpine"
database = "{database}"
user = "{database}" # may create databases, nothing else
password = {{ secret = "odoo_db_password" }}
superuser = {{ name = "postgres", password = {{ secret = "postgres_password" }} }}
# The locale of the database, for example {{ provider = "icu", name = "es-CL" }}; it cannot be changed later.
locale = {{ provider = "icu", name = "en-US" }}
settings = {{ shared_buffers = "{buffers}", max_connections = {connections} }}
networks = ["database"]
resources = {{ cpus = {cpus}, memory = "{memory}" }}
"#
    )
}

fn redis(example: Example, sizes: Redis) -> String {
    let (data, node) = (sizes.maxmemory, size(sizes.node));
    let failover = match example {
        Example::ProductionHa => format!(
            r#"
[redis.replicas]
count = 2
profiles = ["production"]
min_replicas_to_write = 1 # an isolated master stops accepting writes

[redis.sentinel]
count = 3
quorum = 2
profiles = ["production"]
down_after = "5s"
max_downtime = "10s" # the longest downtime that you promise; checked against down_after
resources = {{ memory = "{sentinel}" }}
"#,
            sentinel = size(SENTINEL)
        ),
        _ => String::new(),
    };
    format!(
        r#"[redis]
image = "redis:7-alpine"
password = {{ secret = "redis_password" }}
maxmemory = "{data}mb" # for the data; buffers and the copy of a fork need more
maxmemory_policy = "volatile-ttl" # evict only keys that expire, the soonest first
persistence = {{ aof = true, rdb = [{{ after = "15m", changes = 1 }}] }}
resources = {{ memory = "{node}" }}
{failover}"#
    )
}

fn odoo(answers: &Answers, sizes: &Sizes) -> String {
    let addons = match answers.redis_client() {
        Some(module) => format!(
            "addons_dir = \"./{}\" # next to generated/; `addons` lists its folders\n\
             addons = [\"{}\"]\n\
             sessions = {{ store = \"redis\" }} # through the module session_redis; the image needs the Python package redis\n",
            SessionModule::ADDONS_DIR,
            module.folder(),
        ),
        None => format!(
            "# addons_dir = \"./{}\" # next to generated/; `addons` lists its folders\n\
             # addons = [\"custom\"]\n",
            SessionModule::ADDONS_DIR,
        ),
    };
    let (cpus, memory) = (sizes.odoo.cpus.decimal(), size(sizes.odoo.memory));
    format!(
        r#"[odoo]
image = "odoo:19.0"
admin_password = {{ secret = "odoo_admin_password" }}
proxy = "external" # terminates TLS, sends /websocket to port 8072 and the rest to 8069
{addons}networks = ["stack", "database"]
resources = {{ cpus = {cpus}, memory = "{memory}" }}

[odoo.options] # odoo.conf
dbfilter = "^{database}$"
list_db = false # no database manager
workers = {workers}
max_cron_threads = {cron}
db_maxconn = {pool} # connections per process
limit_memory_soft = "{soft}" # virtual memory; a worker above it is replaced
limit_memory_hard = "{hard}"
"#,
        database = answers.database(),
        workers = sizes.workers,
        cron = sizes.cron_threads,
        pool = sizes.pool,
        soft = size(sizes.soft),
        hard = size(sizes.hard),
    )
}

fn modes(example: Example, sizes: &Sizes) -> String {
    let profiles = match (example, sizes.redis) {
        (Example::ProductionHa, Some(_)) => "profiles = [\"production\"]\n",
        _ => "",
    };
    format!(
        r#"# A mode selects Compose profiles and overrides keys. `stackgen env init MODE` chooses a mode.
[modes.development.odoo]
proxy = "none"
options = {{ workers = 0 }} # one threaded process, at http://127.0.0.1:8069

[modes.production]
{profiles}"#
    )
}

fn rules(sizes: &Sizes) -> String {
    let limits = if sizes.soft_limits_exceed() {
        "  { rule = \"odoo-limits-exceed-container\", reason = \"the limits count virtual memory, of which a process uses only a part\" },\n"
    } else {
        ""
    };
    format!(
        r#"[rules] # allowed findings, and why
allow = [
  {{ rule = "image-without-digest", reason = "to be pinned, see `stackgen explain image-without-digest`" }},
{limits}]
"#
    )
}
