//! A deployment: the committed files in a folder of its own, with a `.env` made from a template, run
//! by Docker Compose. Nothing of the files is changed.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant, UNIX_EPOCH};

use serde_json::Value;
use stackgen::model::{Container, SecretSource, Stack};

use crate::engine::{docker, docker_says};
use crate::images;
use crate::support::{self, both, real_input, root, succeeds};

pub struct Deployment {
    dir: tempfile::TempDir,
    pub stack: Stack,
    values: BTreeMap<String, String>,
}

/// A shell in a folder, where `docker compose` is what a person has.
pub fn shell(home: &Path, folder: &Path, script: &str) -> Command {
    let plugins = home.join(".docker/cli-plugins");
    let plugin = plugins.join("docker-compose");
    if !plugin.exists() {
        std::fs::create_dir_all(&plugins).unwrap();
        std::os::unix::fs::symlink(support::compose().expect("scripts/test installs Compose"), plugin).unwrap();
    }
    let mut command = Command::new("sh");
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
    command.env("HOME", home).current_dir(folder).args(["-euc", script]);
    command
}

impl Deployment {
    /// The files of a mode; nothing runs yet.
    pub fn new(mode: &str) -> Deployment {
        let dir = tempfile::Builder::new().prefix("deployment").tempdir().unwrap();
        succeeds(Command::new("cp").arg("-a").arg(root().join("generated")).arg(dir.path()));
        succeeds(Command::new("cp").arg("-a").arg(images::folder().join("ai_service")).arg(dir.path()));
        for folder in ["localization", "custom"] {
            addon(&dir.path().join("addons").join(folder).join(format!("{folder}_example")));
        }
        let (_, modes) = support::stacks(&real_input());
        let of_mode = |stack: &Stack| stack.mode.as_ref().is_some_and(|name| name.as_str() == mode);
        let stack = modes.into_iter().find(of_mode).unwrap();
        let values = variables(&stack).map(|name| (name.clone(), canary(&name))).collect();
        let deployment = Deployment { dir, stack, values };
        deployment.write_env();
        let project: Value = serde_json::from_str(&deployment.compose_says(&["config", "--format", "json"])).unwrap();
        images::build(&project);
        deployment.compose_says(&["build", "-q", "--build-arg", &format!("BASE={}", images::base())]);
        deployment
    }

    pub fn generated(&self) -> PathBuf {
        self.dir.path().join("generated")
    }

    /// Builds an input into the files of the deployment; what the program says.
    pub fn build(&self, input: &str) -> String {
        let inputs = self.dir.path().join("inputs");
        std::fs::create_dir_all(&inputs).unwrap();
        std::fs::write(inputs.join("stack.toml"), input).unwrap();
        both(&succeeds(support::stackgen(self.dir.path()).arg("build")))
    }

    /// Lays one more Compose file over those of `.env`.
    pub fn add_compose_file(&self, text: &str) {
        std::fs::write(self.generated().join("more.yml"), text).unwrap();
        let env = self.generated().join(".env");
        let written = std::fs::read_to_string(&env).unwrap();
        let line = written.lines().find(|line| line.starts_with("COMPOSE_FILE=")).unwrap();
        std::fs::write(env, written.replace(line, &format!("{line}:more.yml"))).unwrap();
    }

    /// The value of a variable of `.env`.
    pub fn value(&self, variable: &str) -> &str {
        &self.values[variable]
    }

    /// The variables of `.env` that hold secrets.
    pub fn variables(&self) -> Vec<String> {
        self.values.keys().cloned().collect()
    }

    /// What is found wherever one of the secrets is found.
    pub fn cores(&self) -> Vec<String> {
        self.values.keys().map(|name| core(name)).collect()
    }

    /// Changes a variable of `.env`; the containers are as they were.
    pub fn set(&mut self, variable: &str, value: &str) {
        self.values.insert(variable.to_owned(), value.to_owned());
        self.write_env();
    }

    /// Takes a variable out of `.env`.
    pub fn unset(&mut self, variable: &str) {
        self.values.remove(variable).unwrap();
        self.write_env();
    }

    /// Fills in the template, as it says itself.
    fn write_env(&self) {
        let mode = self.stack.mode.as_ref().unwrap();
        let template = self.generated().join(format!(".env.{}.template", mode.as_str()));
        let line = |line: &str| match line.strip_suffix('=').filter(|name| !name.starts_with('#')) {
            Some(name) => match self.values.get(name) {
                Some(value) => format!("{name}='{}'\n", value.replace('\'', r"\'")),
                None => String::new(),
            },
            None => format!("{line}\n"),
        };
        let text: String = std::fs::read_to_string(template).unwrap().lines().map(line).collect();
        std::fs::write(self.generated().join(".env"), text).unwrap();
    }

    /// Compose in the folder of the files, as a person calls it.
    pub fn compose(&self, words: &[&str]) -> Command {
        let mut command = Command::new(support::compose().expect("scripts/test installs Compose"));
        command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        command.env("HOME", self.dir.path()).env("DOCKER_BUILDKIT", "0");
        command.current_dir(self.generated()).args(words);
        command
    }

    /// A shell in the folder of the files.
    pub fn shell(&self, script: &str) -> Command {
        shell(self.dir.path(), &self.generated(), script)
    }

    /// What Compose prints.
    pub fn compose_says(&self, words: &[&str]) -> String {
        String::from_utf8(succeeds(&mut self.compose(words)).stdout).unwrap().trim().to_owned()
    }

    /// Starts everything and waits until it is healthy; the time it took.
    pub fn up(&self) -> Duration {
        let begin = Instant::now();
        let output = self.compose(&["up", "-d", "--wait", "--wait-timeout", "240"]).output().unwrap();
        assert!(output.status.success(), "{}\n{}", both(&output), self.logs());
        begin.elapsed()
    }

    /// Stops and removes the containers; the volumes stay. Docker 20.10 sometimes keeps the endpoint of a container that it
    /// has removed, and then not the network (moby 43286): that is not what is under test, so the endpoint is removed.
    pub fn down(&self) {
        let output = self.compose(&["down"]).output().unwrap();
        if output.status.success() {
            return;
        }
        let said = both(&output);
        assert!(said.contains("has active endpoints"), "{said}");
        eprintln!("an endpoint is left behind: {said}");
        let project = self.stack.name.as_str();
        for container in self.stack.containers() {
            let compose_calls_it = || format!("{project}-{}-1", container.service.as_str());
            let name = container.name.as_ref().map_or_else(compose_calls_it, |name| name.as_str().to_owned());
            for network in &container.networks {
                let network = format!("{project}_{}", network.as_str());
                let _ = docker(&["network", "disconnect", "--force", &network, &name]).output();
            }
        }
        self.compose_says(&["down"]);
    }

    pub fn logs(&self) -> String {
        both(&self.compose(&["--profile", "*", "logs", "--no-color", "--tail", "60"]).output().unwrap())
    }

    /// The containers that run in this mode.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.stack.active()
    }

    /// The services of the data nodes of Redis.
    pub fn data_nodes(&self) -> Vec<String> {
        let nodes = self.stack.redis().into_iter().flat_map(|redis| redis.nodes());
        nodes.filter(|node| node.container.active).map(|node| node.container.service.as_str().to_owned()).collect()
    }

    /// The services of the sentinels.
    pub fn sentinels(&self) -> Vec<String> {
        let sentinel = self.stack.active_sentinel().map(|(_, sentinel)| sentinel);
        let containers = sentinel.into_iter().flat_map(|sentinel| &sentinel.containers);
        containers.map(|container| container.service.as_str().to_owned()).collect()
    }

    /// The id of a service's container, running or not.
    pub fn id(&self, service: &str) -> String {
        let id = self.compose_says(&["ps", "-aq", service]);
        assert!(!id.is_empty(), "{service} has no container");
        id
    }

    /// What Docker knows of a service's container.
    pub fn inspect(&self, service: &str) -> Value {
        let text = docker_says(&["inspect", &self.id(service)]);
        serde_json::from_str::<Value>(&text).unwrap()[0].take()
    }

    /// Runs a shell line in a service's container.
    pub fn sh(&self, service: &str, line: &str) -> Output {
        docker(&["exec", &self.id(service), "sh", "-c", line]).output().unwrap()
    }

    /// A command of the application's image, with the secrets that its start script exports.
    pub fn in_odoo(&self, words: &[&str]) -> Command {
        let id = self.id(self.stack.odoo().container.service.as_str());
        let mut command = docker(&["exec", "-i", &id, "/bin/sh", "/etc/odoo/start.sh"]);
        command.args(words);
        command
    }

    /// The address of a service on a network of the project, from the engine's side.
    pub fn address(&self, service: &str, network: &str, port: u16) -> Option<SocketAddr> {
        let project = self.stack.name.as_str();
        let address =
            &self.inspect(service)["NetworkSettings"]["Networks"][format!("{project}_{network}")]["IPAddress"];
        let address: IpAddr = address.as_str()?.parse().ok()?;
        Some(SocketAddr::new(address, port))
    }
}

impl Drop for Deployment {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- containers\n{}", both(&docker(&["ps", "-a"]).output().unwrap()));
            eprintln!("--- logs\n{}", self.logs());
        }
        let _ = self.compose(&["--profile", "*", "down", "-v", "--timeout", "2"]).output();
    }
}

/// An addon that does nothing. Odoo skips a folder of its `addons_path` that holds none (19.0,
/// tools/config.py, `_is_addons_path`).
fn addon(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("__init__.py"), "").unwrap();
    std::fs::write(folder.join("__manifest__.py"), "{'name': 'Example'}\n").unwrap();
}

/// The variables that hold secrets.
fn variables(stack: &Stack) -> impl Iterator<Item = String> {
    stack.secrets.values().filter_map(|secret| match &secret.source {
        SecretSource::Env(name) => Some(name.as_str().to_owned()),
        SecretSource::File(_) => None,
    })
}

/// A value that is found again wherever it goes, with all that shells, URLs, YAML and redis.conf
/// take for something else around it.
pub fn canary(name: &str) -> String {
    format!(r#"p'a"s\w #{{o}}$r%d`{}`${{HOME}} :@/"#, core(name))
}

/// The part of a canary that no encoding of text changes: letters and digits, others in every run.
pub fn core(name: &str) -> String {
    static RUN: std::sync::LazyLock<u128> = std::sync::LazyLock::new(|| UNIX_EPOCH.elapsed().unwrap().as_nanos());
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("canary{letters}{:x}", *RUN)
}
