//! A stack that `stackgen init` wrote, started as the guide says.

use std::path::Path;

use serde_json::Value;

use crate::application::post;
use crate::deployment::shell;
use crate::engine::{Engine, PROGRAMS};
use crate::support::isolation::isolated;
use crate::support::{self, both, succeeds};
use crate::{guide, images};

/// What the end of the guide's section "First stack" leaves: the program is the one under test, and the machine is this.
fn first_stack(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for words in [
        &["init", "--yes", "--name", "shop", "--example", "production-ha"][..],
        &["build", "--deny", "warnings"],
        &["env", "init", "production"],
        &["env", "check"],
    ] {
        succeeds(support::stackgen(folder).args(words));
    }
}

#[test]
fn what_init_writes_starts_as_the_guide_says() {
    isolated("newcomer::what_init_writes_starts_as_the_guide_says", &PROGRAMS, || {
        let _engine = Engine::start();
        let home = tempfile::tempdir().unwrap();
        without_session_module(home.path());
        let folder = home.path().join("shop");
        let module = folder.join("addons/custom/session_redis");
        std::fs::create_dir_all(&module).unwrap();
        std::fs::write(module.join("__init__.py"), "").unwrap();
        std::fs::write(module.join("__manifest__.py"), "{'name': 'Sessions'}").unwrap();
        first_stack(&folder);
        let generated = folder.join("generated");
        let run = |script: &str| {
            let output = shell(home.path(), &generated, script).output().unwrap();
            assert!(output.status.success(), "{script}: {}", both(&output));
            String::from_utf8(output.stdout).unwrap()
        };
        let project: Value = serde_json::from_str(&run("docker compose config --format json")).unwrap();
        images::build(&project);
        run(&guide::script("docs/guide.md", "Start it"));
        let states = run("docker compose ps --format '{{.Service}} {{.Health}}'");
        let mut running: Vec<&str> = states.lines().collect();
        running.sort_unstable();
        let expected = [
            "db healthy",
            "odoo healthy",
            "redis-master healthy",
            "redis-replica-1 healthy",
            "redis-replica-2 healthy",
            "redis-sentinel-1 healthy",
            "redis-sentinel-2 healthy",
            "redis-sentinel-3 healthy",
        ];
        assert_eq!(running, expected);
        let (status, answer) = post(8069, "/standin/session?sid=abc", "{\"uid\": 2}").unwrap();
        assert_eq!(status, 200, "{answer}");
        let keys = run("docker compose exec -T redis-master sh -c \
             'REDISCLI_AUTH=$(cat /run/secrets/redis_password) redis-cli --raw keys \"*\"'");
        assert!(keys.contains("abc"), "a session is in Redis: {keys}");
        // Another database, as the recipe makes it: the role may create it, though it is no superuser.
        run(&guide::script("docs/recipes.md", "… add a second Odoo database"));
        let names = run("docker compose exec -T db psql -U postgres -Atc 'select datname, rolsuper from pg_database \
             join pg_roles on datdba = pg_roles.oid where not datistemplate order by 1'");
        assert_eq!(names.lines().collect::<Vec<_>>(), ["outlet|f", "postgres|t", "shop|f"]);
        run("docker compose down");
    });
}

/// Where nothing would use Redis there is none, in production as well.
fn without_session_module(home: &Path) {
    let folder = home.join("bakery");
    first_stack(&folder);
    let run = |script: &str| {
        let output = shell(home, &folder.join("generated"), script).output().unwrap();
        assert!(output.status.success(), "{script}: {}", both(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    images::build(&serde_json::from_str(&run("docker compose config --format json")).unwrap());
    run(&guide::script("docs/guide.md", "Start it"));
    let states = run("docker compose ps --format '{{.Service}} {{.Health}}'");
    let mut running: Vec<&str> = states.lines().collect();
    running.sort_unstable();
    assert_eq!(running, ["db healthy", "odoo healthy"]);
    // The other stack has the same name and takes these volumes' place.
    run("docker compose down --volumes");
}
