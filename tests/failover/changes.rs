//! The input changes while volumes stay: a sentinel starts with what still fits of its state, says what does not, and never
//! shows the password.

use std::time::Duration;

use crate::node::Stack;
use crate::support::wire::Role;
use crate::{MASTER_NAME, PASSWORD, isolated, settled_master, support, three_sentinels_agree_on, wait_for};

/// The host that a sentinel takes for the master of this name.
fn known_master(stack: &Stack, sentinel: &str, name: &str) -> Option<String> {
    let reply = stack.ask_without_password(sentinel, &["SENTINEL", "GET-MASTER-ADDR-BY-NAME", name]).ok()?;
    reply.split("\r\n").nth(2).map(str::to_owned)
}

fn everything_follows(stack: &mut Stack, name: &str, master: &str) {
    for service in stack.names("") {
        stack.start(&service);
    }
    let names = stack.names("");
    wait_for("all are healthy", 60, || names.iter().all(|service| stack.healthy(service)));
    wait_for("every sentinel knows the master, the replicas and the others", 40, || {
        stack.names("redis-sentinel").iter().all(|sentinel| {
            let usable = stack.ask_without_password(sentinel, &["SENTINEL", "CKQUORUM", name]);
            let replicas = stack.ask_without_password(sentinel, &["SENTINEL", "REPLICAS", name]);
            known_master(stack, sentinel, name).as_deref() == Some(master)
                && replicas.is_ok_and(|reply| reply.starts_with("*2"))
                && usable.is_ok_and(|reply| reply.starts_with("+OK 3 usable"))
        })
    });
    wait_for("one master, two replicas that are linked to it", 40, || {
        let roles = stack.roles();
        roles[master].is_master() && roles.values().filter(|role| **role == Role::Replica { linked: true }).count() == 2
    });
    assert!(stack.ask(master, &["GET", "before"]).contains("all changes"), "{master} has lost its data");
    no_log_shows_the_password(stack);
}

/// A node that has just begun refuses to end (Redis 7.0: "Writing initial AOF, can't exit").
fn end(stack: &mut Stack) {
    stack.names("").iter().for_each(|service| stack.kill(service));
}

fn no_log_shows_the_password(stack: &Stack) {
    let escaped = PASSWORD.replace('\\', "\\\\").replace('"', "\\\"");
    for service in stack.names("") {
        let log = stack.log(&service);
        assert!(!log.contains(PASSWORD) && !log.contains(&escaped), "{service} shows the password:\n{log}");
        assert!(!log.contains("auth-pass"), "{service} shows its configuration:\n{log}");
    }
}

#[test]
fn the_state_of_a_sentinel_follows_the_input() {
    isolated("changes::the_state_of_a_sentinel_follows_the_input", || {
        let input = support::real_input();
        let mut stack = Stack::new("production", PASSWORD);
        for service in stack.names("") {
            stack.start(&service);
        }
        let names = stack.names("");
        wait_for("all are healthy", 60, || names.iter().all(|service| stack.healthy(service)));
        assert_eq!(settled_master(&stack, 40), "redis-master");
        stack.ask("redis-master", &["SET", "before", "all changes"]);
        for replica in stack.names("redis-replica") {
            wait_for("the key is on the replicas", 5, || {
                stack.ask(&replica, &["GET", "before"]).contains("all changes")
            });
        }
        three_sentinels_agree_on(&stack, "redis-master");
        stack.kill("redis-master");
        wait_for("a replica is promoted", 20, || stack.roles().values().any(|role| role.is_master()));
        let promoted = stack.roles().into_iter().find(|(_, role)| role.is_master()).unwrap().0;
        stack.start("redis-master");
        wait_for("the old master is a replica", 30, || stack.role("redis-master") == Role::Replica { linked: true });
        std::thread::sleep(Duration::from_secs(2)); // the sentinels write down what they learnt
        end(&mut stack);

        // The master has another name: the node that was promoted is the master all the same.
        let renamed = input.replace(&format!("master_name = \"{MASTER_NAME}\""), "master_name = \"shop\"");
        assert_ne!(renamed, input);
        stack.rebuild("production", &renamed);
        everything_follows(&mut stack, "shop", &promoted);
        for sentinel in stack.names("redis-sentinel") {
            let log = stack.log(&sentinel);
            assert!(log.contains("dropped outdated state: config-epoch odoo19_redis_master"), "{log}");
        }
        end(&mut stack);

        // The first node has another name: nobody follows the one that is gone.
        let moved = renamed.replace("service = \"redis-master\"", "service = \"cache\"");
        stack.rebuild("production", &moved);
        everything_follows(&mut stack, "shop", &promoted);
        let log = stack.log("redis-sentinel-1");
        assert!(log.contains("dropped outdated state: known-replica shop redis-master 6379"), "{log}");
        end(&mut stack);

        // The node that is the master has another name: what the file says holds again.
        let gone = moved.replace("service = \"redis-replica-{n}\"", "service = \"copy-{n}\"");
        stack.rebuild("production", &gone);
        everything_follows(&mut stack, "shop", "cache");
        let log = stack.log("redis-sentinel-1");
        assert!(log.contains(&format!("dropped outdated state: monitor shop {promoted} 6379")), "{log}");
        end(&mut stack);

        // A disk that was full: no state, half a line, a line of something else.
        for (sentinel, state) in [
            ("redis-sentinel-1", ""),
            ("redis-sentinel-2", "sentinel monitor shop ca"),
            (
                "redis-sentinel-3",
                "sentinel myid 12\nsentinel known-sentinel shop\nsentinel config-epoch shop x\nport nonsense\n\0\0",
            ),
        ] {
            std::fs::write(stack.data(sentinel, "sentinel.conf"), state).unwrap();
        }
        everything_follows(&mut stack, "shop", "cache");
        end(&mut stack);
    });
}

/// A replica without sentinels keeps the role of its last run, as long as that node is there.
#[test]
fn a_replica_without_sentinels_follows_a_node_that_is_there() {
    isolated("changes::a_replica_without_sentinels_follows_a_node_that_is_there", || {
        let input = support::base_with("# without redis.router\n# without redis.sentinel\n");
        let replaced = |text: &str| text.replace("redis:7-alpine@sha256:", "redis:7@sha256:");
        let mut stack = Stack::of("", &replaced(&input), PASSWORD);
        let master = stack.data_nodes().into_iter().find(|name| !name.contains("replica")).unwrap();
        for service in stack.names("") {
            stack.start(&service);
        }
        let linked =
            |stack: &Stack| stack.roles().values().filter(|role| **role == Role::Replica { linked: true }).count() == 2;
        wait_for("the replicas are linked", 40, || linked(&stack));
        end(&mut stack);
        stack.rebuild("", &replaced(&input).replace("[redis]\n", "[redis]\nservice = \"cache\"\n"));
        let replica = stack.names("redis-replica").remove(0);
        std::fs::write(stack.data(&stack.names("redis-replica")[1], "redis.conf"), "").unwrap();
        for service in stack.names("") {
            stack.start(&service);
        }
        wait_for("the replicas are linked to the new name", 40, || linked(&stack));
        let log = stack.log(&replica);
        assert!(log.contains(&format!("ignored the last master, {master} 6379: no longer a node")), "{log}");
    });
}
