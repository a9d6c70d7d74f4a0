//! The start script, run for real: it starts Odoo 19 on PostgreSQL 15.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::{CORE_ADDONS, core_addons, program, read};
use crate::clean;
use crate::cluster::Cluster;
use crate::scripts::shells;
use crate::support::{base_with, both, succeeds};

/// What shells, configparser and URLs take for something else.
const DB_PASSWORD: &str = r#"it's $HOME "right" \ #;%(x)s = [options]"#;
const MASTER_PASSWORD: &str = "$pbkdf2 'no' hash\\`id`";

const INPUT: &str = r#"
    [secrets]
    odoo_admin_password = { env = "ODOO_ADMIN_PASSWORD" }
    [odoo]
    admin_password = { secret = "odoo_admin_password" }
    [odoo.options]
    workers = 0
    max_cron_threads = 0
"#;

/// The generated files of Odoo beside a cluster that does not run yet.
struct Start {
    cluster: Cluster,
    dir: tempfile::TempDir,
    http_port: u16,
}

impl Start {
    fn new() -> Option<Self> {
        let program = program()?;
        let cluster = Cluster::init(&base_with(INPUT))?;
        let dir = tempfile::tempdir().unwrap();
        for folder in ["secrets", "run", "data"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        let http_port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let start = Self { cluster, dir, http_port };
        start.set("odoo_db_password", DB_PASSWORD);
        start.set("odoo_admin_password", MASTER_PASSWORD);
        start.adapt("odoo.conf", |text| {
            let line = |line: &str| match line.split(" = ").next().unwrap() {
                "db_host" => "db_host = 127.0.0.1".to_owned(),
                "db_port" => format!("db_port = {}", start.cluster.port),
                "http_port" => format!("http_port = {http_port}"),
                "data_dir" => format!("data_dir = {}", start.path("data")),
                _ => line.replace(CORE_ADDONS, core_addons().to_str().unwrap()),
            };
            text.lines().map(|it| line(it) + "\n").collect()
        });
        start.adapt("start.sh", |text| {
            text.replace("/run/secrets", &start.path("secrets"))
                .replace("/etc/odoo/odoo.conf", &start.path("odoo.conf"))
        });
        std::os::unix::fs::symlink(program, start.file("odoo")).unwrap();
        Some(start)
    }

    /// The role that Odoo logs in as, without the rights of a superuser.
    fn make_role(&self) {
        let password = DB_PASSWORD.replace('\'', "''");
        self.cluster.ask("postgres", &format!("create role shop login createdb password '{password}'"));
    }

    fn file(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    fn path(&self, below: &str) -> String {
        self.file(below).to_str().unwrap().to_owned()
    }

    fn set(&self, secret: &str, value: &str) {
        std::fs::write(self.dir.path().join("secrets").join(secret), value).unwrap();
    }

    fn adapt(&self, file: &str, change: impl Fn(String) -> String) {
        let text = std::fs::read_to_string(self.cluster.project.path().join("generated/odoo").join(file)).unwrap();
        std::fs::write(self.dir.path().join(file), change(text)).unwrap();
    }

    /// Gives up after two seconds.
    fn adapt_patience(&self) {
        let script = self.dir.path().join("start.sh");
        let text = std::fs::read_to_string(&script).unwrap();
        assert!(text.contains("PATIENCE = 60 "));
        std::fs::write(&script, text.replace("PATIENCE = 60 ", "PATIENCE = 2 ")).unwrap();
    }

    /// A program with what Compose gives to the container: the folder of the program on the path, and `ODOO_RC`.
    fn with_environment(&self, mut command: Command) -> Command {
        let path = format!("{}:{}", self.dir.path().display(), std::env::var("PATH").unwrap());
        command.env("PATH", path).env("ODOO_RC", self.path("run/odoo.conf"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn in_shell(&self, (shell, arguments): &(PathBuf, &[&str]), words: &[&str]) -> Command {
        let mut command = clean(shell);
        command.args(*arguments).arg(self.path("start.sh")).args(words);
        self.with_environment(command)
    }

    /// What `docker compose run --rm odoo …` runs.
    fn run(&self, words: &[&str]) -> Command {
        self.in_shell(&("sh".into(), &[]), words)
    }

    /// What `docker compose exec odoo …` runs: without the start script.
    fn exec(&self, words: &[&str]) -> Command {
        let (program, words) = words.split_first().unwrap();
        let mut command = clean(program);
        command.args(words);
        self.with_environment(command)
    }

    /// What a line of Python prints in Odoo's own shell.
    fn shell(&self, mut command: Command, line: &str) -> String {
        let mut child = command
            .args(["shell", "-d", "shop", "--no-http", "--log-level=error"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", both(&output));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

/// Whether none of the secrets stands in a text.
fn silent(text: &str) -> bool {
    !text.contains(DB_PASSWORD)
        && !text.contains(MASTER_PASSWORD)
        && !text.contains("it's $HOME")
        && !text.contains("pbkdf2 'no'")
}

/// The whole first day: the database is waited for, made, filled, served; what is done by hand works.
#[test]
fn odoo_waits_for_its_database_and_logs_in() {
    let Some(start) = Start::new() else { return };
    let mut child = start.run(&["odoo", "-d", "shop", "-i", "base", "--stop-after-init", "--no-http"]).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut first = String::new();
    said.read_line(&mut first).unwrap();
    let waits =
        format!("start: waiting for PostgreSQL at 127.0.0.1:{} as shop: connection to server", start.cluster.port);
    assert!(first.starts_with(&waits) && first.contains("Connection refused"), "{first}");

    let _server = start.cluster.start();
    let mut second = String::new();
    said.read_line(&mut second).unwrap();
    assert!(second.contains("password authentication failed for user \"shop\""), "{second}");
    start.make_role();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success(), "{rest}");
    assert!(!rest.contains("waiting for PostgreSQL") && rest.contains("Modules loaded."), "{rest}");
    assert!(silent(&rest));
    assert_eq!(start.cluster.ask("shop", "select state from ir_module_module where name = 'base'"), "installed");

    let line = format!("print(odoo.tools.config.verify_admin_password({:?}), env.user.login)", MASTER_PASSWORD);
    assert_eq!(start.shell(start.run(&["odoo"]), &line), "True __system__");
    assert_eq!(start.shell(start.exec(&["odoo"]), &line), "True __system__");
    serves(&start);
}

fn serves(start: &Start) {
    let log = std::fs::File::create(start.file("log")).unwrap();
    let mut child = start.run(&["odoo", "-d", "shop"]).stderr(log).spawn().unwrap();
    let healthy = wait_for(|| {
        answer(start.http_port, "GET /web/health?db_server_status=1 HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .contains("200 OK")
    });
    let body = r#"{"jsonrpc":"2.0","params":{"db":"shop","login":"admin","password":"admin"}}"#;
    let login = format!(
        "POST /web/session/authenticate HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answered = answer(start.http_port, &login);
    let of_process = |name: &str| std::fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
    let seen = ["cmdline", "environ"].map(|name| String::from_utf8_lossy(&of_process(name)).into_owned());
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    child.wait().unwrap();
    let log = std::fs::read_to_string(start.file("log")).unwrap();
    assert!(healthy, "Odoo is not healthy: {log}");
    assert!(silent(&log));
    assert!(answered.contains(r#""username": "admin""#), "{answered}");
    assert!(seen[0].contains("odoo\0-d\0shop\0") && seen.iter().all(|text| silent(text)), "{seen:?}");
}

fn answer(port: u16, request: &str) -> String {
    let mut text = Vec::new();
    if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _ = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_end(&mut text));
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn wait_for(is: impl Fn() -> bool) -> bool {
    let end = Instant::now() + Duration::from_secs(60);
    while Instant::now() < end {
        if is() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    false
}

/// After its patience the container ends: what was answered is said once, and no value of a secret.
#[test]
fn waiting_for_the_database_has_an_end() {
    let Some(start) = Start::new() else { return };
    start.adapt_patience();
    let _server = start.cluster.start();
    start.make_role();
    start.set("odoo_db_password", "another hidden one");
    let output = start.run(&["odoo"]).output().unwrap();
    let said = both(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.contains("password authentication failed for user \"shop\""), "{said}");
    assert!(said.ends_with("as shop within 2 s\n") && !said.contains("hidden"), "{said}");
}

/// In every shell: Odoo's configuration is the generated one and the secrets, for its user alone, by Odoo's own reading.
#[test]
fn odoo_reads_the_secrets_from_memory() {
    let Some(start) = Start::new() else { return };
    let conf = start.file("run/odoo.conf");
    for shell in shells() {
        for words in [&["odoo", "--version"][..], &["--version"], &["--", "--version"]] {
            let output = succeeds(&mut start.in_shell(&shell, words));
            assert!(both(&output).contains("Odoo Server 19.0"), "{shell:?} {words:?}");
        }
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&conf).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o400, "{shell:?}");
        assert_eq!(std::fs::read_dir(start.file("run")).unwrap().count(), 1, "nothing else is left there");
        let Some(read) = read(&conf) else { return };
        assert_eq!(read["odoo"]["db_password"], DB_PASSWORD, "{shell:?}");
        assert_eq!(read["odoo"]["admin_passwd"], MASTER_PASSWORD, "{shell:?}");
        assert_eq!(read["odoo"]["http_port"], start.http_port, "{shell:?}");
        assert_eq!(read["complaints"].to_string(), "[]", "{shell:?}");
        std::fs::remove_file(&conf).unwrap();
    }
}

/// Any other word is a program of its own, which sees the same configuration.
#[test]
fn other_programs_run_as_they_are() {
    let Some(start) = Start::new() else { return };
    for shell in shells() {
        let line = "umask && cat \"$ODOO_RC\" && echo \"$1\"";
        let output = succeeds(&mut start.in_shell(&shell, &["sh", "-c", line, "sh", "a  b"]));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.starts_with("0077"), "the umask is the image's: {said}");
        assert!(
            said.ends_with(&format!("db_password = {DB_PASSWORD}\nadmin_passwd = {MASTER_PASSWORD}\na  b\n")),
            "{said}"
        );
    }
}

/// odoo.conf cannot hold every text: what it would change is refused, by the secret's name and place.
#[test]
fn what_odoo_would_read_as_something_else_is_refused() {
    let Some(start) = Start::new() else { return };
    for shell in shells() {
        for (value, why) in [
            (" hidden", "begins or ends with a space"),
            ("hidden ", "begins or ends with a space"),
            ("True", "is a keyword in odoo.conf, not text"),
            ("false", "is a keyword in odoo.conf, not text"),
            ("None", "is a keyword in odoo.conf, not text"),
        ] {
            start.set("odoo_admin_password", value);
            let output: Output = start.in_shell(&shell, &["odoo", "--version"]).output().unwrap();
            let said = both(&output);
            assert_eq!(output.status.code(), Some(1), "{shell:?} {value:?}: {said}");
            assert!(said.contains(&format!("the secret odoo_admin_password {why}")), "{shell:?}: {said}");
            assert!(said.contains("ODOO_ADMIN_PASSWORD in .env") && !said.contains("hidden"), "{shell:?}: {said}");
            assert!(!start.file("run/odoo.conf").exists());
        }
    }
}

/// An image without Odoo says what is missing.
#[test]
fn an_image_without_odoo_says_so() {
    let Some(start) = Start::new() else { return };
    std::fs::remove_file(start.file("odoo")).unwrap();
    let output = start.run(&["odoo"]).output().unwrap();
    assert!(both(&output).contains("start: the image has neither odoo nor odoo-bin in "), "{}", both(&output));
    assert_eq!(output.status.code(), Some(1));
}
