//! A stack that `stackgen init` wrote, started as the guide says.

use std::path::Path;

use serde_json::Value;

use crate::deployment::shell;
use crate::engine::{Engine, PROGRAMS};
use crate::support::isolation::isolated;
use crate::support::{self, both, succeeds};
use crate::{guide, images};

/// What the end of the guide's section "First stack" leaves: the program is the one under test, and the machine is this.
fn first_stack(folder: &Path) {
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
        let folder = home.path().join("shop");
        std::fs::create_dir(&folder).unwrap();
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
        // Another database, as the recipe makes it: the role may create it, though it is no superuser.
        run(&guide::script("docs/recipes.md", "… add a second Odoo database"));
        let names = run("docker compose exec -T db psql -U postgres -Atc 'select datname, rolsuper from pg_database \
             join pg_roles on datdba = pg_roles.oid where not datistemplate order by 1'");
        assert_eq!(names.lines().collect::<Vec<_>>(), ["outlet|f", "postgres|t", "shop|f"]);
        run("docker compose down");
    });
}
