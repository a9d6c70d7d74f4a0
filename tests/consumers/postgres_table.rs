//! The table of PostgreSQL's settings, and what initdb takes, by the servers of each version.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use stackgen::components::postgres::table::{POSTGRES_VERSIONS, icu_languages};

use crate::clean;
use crate::cluster::{as_postgres, programs};
use crate::support::{both, root, succeeds, tool};

const TABLE: &str = "src/components/postgres/postgres.tsv";

/// What the official images are built with (docker-library/postgres, Dockerfile-alpine.template: `--with-lz4`, and from 15
/// on `--with-zstd`) and the servers of the test are not.
const OF_BUILD: [(&str, &str, &str); 2] =
    [("default_toast_compression", "pglz", "pglz,lz4"), ("wal_compression", "pglz,on,off", "pglz,lz4,zstd,on,off")];

/// A server of a version on a socket.
struct Server {
    dir: tempfile::TempDir,
    process: std::process::Child,
}

impl Server {
    fn start(bin: &Path, initdb: &[&str]) -> Result<Self, String> {
        let dir = tempfile::tempdir().unwrap();
        succeeds(Command::new("chmod").arg("777").arg(dir.path()));
        let mut command = as_postgres(bin.join("initdb"));
        command.current_dir(dir.path()).args(["-D", "data", "-U", "postgres", "--no-sync"]).args(initdb);
        let output = command.output().unwrap();
        if !output.status.success() {
            return Err(both(&output));
        }
        let mut command = as_postgres(bin.join("postgres"));
        command.current_dir(dir.path()).args(["-D", "data", "-k"]).arg(dir.path()).args(["-c", "listen_addresses="]);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let server = Self { dir, process };
        let end = Instant::now() + Duration::from_secs(30);
        while !server.psql("select 1").output().unwrap().status.success() {
            assert!(Instant::now() < end, "{} does not start", bin.display());
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    fn psql(&self, statement: &str) -> Command {
        let mut command = clean(tool("psql").unwrap());
        command.arg("-h").arg(self.dir.path()).args(["-U", "postgres", "-qAtXF", "\t", "-c", statement]);
        command
    }

    fn ask(&self, statement: &str) -> String {
        String::from_utf8(succeeds(&mut self.psql(statement)).stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

const SETTINGS: &str = "select name, vartype, coalesce(unit, ''), coalesce(min_val, ''), coalesce(max_val, ''), \
    coalesce(array_to_string(enumvals, ','), '') from pg_settings where context <> 'internal'";

/// The lines of the table, as the servers have the settings: versions that agree are one line.
fn from_servers() -> Option<String> {
    let mut settings: BTreeMap<String, Vec<(u32, u32, String)>> = BTreeMap::new();
    for version in POSTGRES_VERSIONS {
        let server = Server::start(&programs(version)?, &[]).unwrap();
        for line in server.ask(SETTINGS).lines() {
            let (name, rest) = line.split_once('\t').unwrap();
            let built = OF_BUILD.iter().find(|(of, values, _)| *of == name && rest.ends_with(&format!("\t{values}")));
            let rest = built.map_or(rest.to_owned(), |(_, values, all)| rest.replace(values, all));
            let lines = settings.entry(name.to_owned()).or_default();
            match lines.last_mut().filter(|(_, last, known)| *last == version - 1 && *known == rest) {
                Some((_, last, _)) => *last = version,
                None => lines.push((version, version, rest)),
            }
        }
    }
    let line = |name: &str, (first, last, rest): &(u32, u32, String)| {
        let versions = if first == last { first.to_string() } else { format!("{first}-{last}") };
        format!("{name}\t{versions}\t{rest}").trim_end().to_owned() + "\n"
    };
    Some(settings.iter().flat_map(|(name, lines)| lines.iter().map(|it| line(name, it))).collect())
}

#[test]
fn the_table_is_that_of_the_servers() {
    let Some(lines) = from_servers() else { return };
    let path = root().join(TABLE);
    let text = std::fs::read_to_string(&path).unwrap();
    let head: String = text.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    if std::env::var_os("UPDATE_TABLES").is_some() {
        std::fs::write(path, head + &lines).unwrap();
        return;
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (text.lines().skip(head.lines().count()).collect(), lines.lines().collect());
    let superfluous: Vec<_> = ours.iter().filter(|line| !theirs.contains(line)).collect();
    let missing: Vec<_> = theirs.iter().filter(|line| !ours.contains(line)).collect();
    assert!(
        superfluous.is_empty() && missing.is_empty(),
        "not of the servers: {superfluous:#?}\nmissing: {missing:#?}"
    );
}

/// The values that the official images' builds add are those of a server that is built so: Debian's.
#[test]
fn the_values_of_a_build_are_those_of_debians() {
    let Some(bin) = tool("initdb") else { return };
    let server = Server::start(bin.parent().unwrap(), &[]).unwrap();
    for (name, _, values) in OF_BUILD {
        let found =
            server.ask(&format!("select array_to_string(enumvals, ',') from pg_settings where name = '{name}'"));
        assert_eq!(found.trim(), values, "{name}");
    }
}

/// Which initdb takes ICU as the provider of a locale: that of 15 is the first.
#[test]
fn icu_is_a_provider_from_15_on() {
    for version in POSTGRES_VERSIONS {
        let Some(bin) = programs(version) else { return };
        let taken = Server::start(
            &bin,
            &["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=es-CL"],
        );
        assert_eq!(taken.is_ok(), version >= 15, "{version}: {:?}", taken.err());
    }
}

/// The languages are those that the servers from 16 on know, which refuse every other one.
#[test]
fn languages_are_those_of_the_servers() {
    for version in 16..=*POSTGRES_VERSIONS.end() {
        let Some(bin) = programs(version) else { return };
        let server = Server::start(&bin, &[]).unwrap();
        let asked = server.ask(
            "select distinct split_part(replace(collname, '-x-icu', ''), '-', 1) from pg_collation \
             where collprovider = 'i' and collname <> 'unicode' order by 1",
        );
        let mut known: std::collections::BTreeSet<&str> = asked.lines().collect();
        known.insert("root"); // another word for `und`
        assert_eq!(icu_languages().collect::<std::collections::BTreeSet<_>>(), known, "{version}");
        for (name, taken) in [("root", true), ("es_419", true), ("spanish", false), ("xx-YY", false)] {
            let locale = format!("--icu-locale={name}");
            let arguments = ["--locale=C.UTF-8", "--locale-provider=icu", &locale];
            assert_eq!(Server::start(&bin, &arguments).is_ok(), taken, "{version}: {name}");
        }
    }
}
