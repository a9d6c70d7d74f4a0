//! nginx in front of Odoo, with the generated file: the real server, a real name server, and the capabilities that the
//! container leaves it.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use stackgen::components::proxy::ReverseProxy;

use crate::clients::network::Network;
use crate::support::{base_with, both, built, stacks, succeeds, tool};

fn input(workers: &str) -> String {
    base_with(&format!(
        "[proxy]\nimage = 'nginx:1.28-alpine'\nmax_body_size = '1 MiB'\n[odoo]\nproxy = {{ service = 'proxy' }}\n\
         [odoo.options]\n{workers}limit_time_real = 300\ndb_maxconn = 16\n"
    ))
}

/// Odoo answers on both its ports, and says what it was told.
const ODOO: &str = r#"
server {
    listen 127.0.1.1:8069; listen 127.0.1.1:8072; listen 127.0.1.2:8069; listen 127.0.1.2:8072;
    default_type text/plain;
    return 200 "$server_addr:$server_port host=$http_host forwarded=$http_x_forwarded_host,$http_x_forwarded_for,$http_x_forwarded_proto upgrade=$http_upgrade,$http_connection\n";
}
"#;

struct Proxy {
    network: Network,
    hosts: std::path::PathBuf,
}

impl Proxy {
    /// nginx with the file that is generated of an input, in a network whose name server knows Odoo.
    fn start(input: &str) -> Option<Self> {
        let (nginx, dnsmasq, setpriv) = (tool("nginx")?, tool("dnsmasq")?, tool("setpriv")?);
        let (dir, (stack, _)) = (built(input), stacks(input));
        let proxy: &ReverseProxy = stack.proxy().unwrap();
        let network = Network::of(&[], "");
        let names = network.folder("names");
        let hosts = names.join("odoo");
        std::fs::write(&hosts, "127.0.1.1 odoo\n").unwrap();
        let addn = format!("--addn-hosts={}", hosts.display());
        let words = [
            "-k",
            "--listen-address=127.0.0.11",
            "--bind-interfaces",
            "--no-resolv",
            "--no-hosts",
            "--local=/odoo/",
            "--user=root",
        ];
        network.start("names", &dnsmasq, &[words.as_slice(), &[&addn, "--pid-file="]].concat());
        let folder = network.folder("proxy");
        let conf = std::fs::read_to_string(dir.path().join("generated/proxy/nginx.conf")).unwrap();
        let at = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|of| format!("{of}_temp_path {at}/{of};\n"))
            .concat();
        let whole = format!(
            "user www-data;\ndaemon off;\npid {at}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n\
             {temporary}{conf}{ODOO}}}\n"
        );
        std::fs::write(folder.join("nginx.conf"), whole).unwrap();
        // What a container leaves to root.
        let kept: String = proxy.container.security.cap_add.iter().map(|one| format!(",+{}", one.as_str())).collect();
        let bounds = format!("--bounding-set=-all{}", kept.to_ascii_lowercase());
        let words = [
            "--no-new-privs",
            "--inh-caps=-all",
            &bounds,
            "--",
            nginx.to_str().unwrap(),
            "-c",
            "nginx.conf",
            "-p",
            ".",
        ];
        network.start("proxy", &setpriv, &words);
        let proxy = Self { network, hosts };
        let end = Instant::now() + Duration::from_secs(30);
        while !proxy.get("/", "").starts_with("HTTP/1.1 200") {
            assert!(Instant::now() < end, "{}{}", proxy.network.log("proxy"), proxy.network.log("names"));
            std::thread::sleep(Duration::from_millis(200));
        }
        Some(proxy)
    }

    /// What it answers to a request with these headers, each with its line break.
    fn get(&self, path: &str, headers: &str) -> String {
        let mut client = self.network.run("busybox");
        client.args(["nc", "-w", "5", "127.0.0.1", "80"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut client = client.stderr(Stdio::piped()).spawn().unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: shop.example.com\r\n{headers}\r\n");
        let mut stdin = client.stdin.take().unwrap();
        let _ = stdin.write_all(request.as_bytes());
        // It ends when the answer does: `nc` waits for a connection that stays open.
        std::thread::sleep(Duration::from_millis(200));
        drop(stdin);
        both(&client.wait_with_output().unwrap())
    }
}

#[test]
fn nginx_sends_each_request_where_odoo_serves_it() {
    let Some(proxy) = Proxy::start(&input("workers = 1\nmax_cron_threads = 1\n")) else { return };
    let plain = proxy.get("/web", "Connection: close\r\n");
    let told = "127.0.1.1:8069 host=shop.example.com forwarded=shop.example.com,127.0.0.1,http upgrade=,close";
    assert!(plain.contains(told), "{plain}");
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    let websocket = proxy.get("/websocket", upgrade);
    assert!(websocket.contains(" upgrade=websocket,upgrade") && websocket.contains("127.0.1.1:8072 "), "{websocket}");
    // What terminates TLS in front of it says so, and nothing else is taken from there.
    for (said, proto) in [("https", "https"), ("gopher", "http")] {
        let told = proxy.get("/", &format!("Connection: close\r\nX-Forwarded-Proto: {said}\r\n"));
        assert!(told.contains(&format!(",{proto} upgrade")), "{told}");
    }
    let large = |bytes: u32| proxy.get("/web", &format!("Connection: close\r\nContent-Length: {bytes}\r\n"));
    assert!(large((1 << 20) + 1).starts_with("HTTP/1.1 413"), "{}", large((1 << 20) + 1));
    // The container of Odoo is recreated, with another address.
    std::fs::write(&proxy.hosts, "127.0.1.2 odoo\n").unwrap();
    proxy.network.signal("names", "-HUP");
    let end = Instant::now() + Duration::from_secs(20);
    while !proxy.get("/", "Connection: close\r\n").contains("127.0.1.2:8069 ") {
        assert!(Instant::now() < end, "nginx keeps the old address");
    }
}

/// Without workers Odoo is one process, which serves websockets too.
#[test]
fn without_workers_websockets_go_to_the_only_port() {
    let Some(proxy) = Proxy::start(&input("")) else { return };
    let websocket = proxy.get("/websocket", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
    assert!(websocket.contains("127.0.1.1:8069 "), "{websocket}");
}

/// nginx says what is wrong with a file of its own.
#[test]
fn nginx_takes_the_file() {
    let Some(nginx) = tool("nginx") else { return };
    let dir = built(&input(""));
    let conf = std::fs::read_to_string(dir.path().join("generated/proxy/nginx.conf")).unwrap();
    let at = dir.path().display();
    let check = |conf: &str| {
        let whole = format!(
            "pid {at}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\nclient_body_temp_path {at};\n{conf}}}\n"
        );
        std::fs::write(dir.path().join("nginx.conf"), whole).unwrap();
        let mut command = std::process::Command::new(&nginx);
        command.args(["-t", "-c"]).arg(dir.path().join("nginx.conf"));
        command
    };
    let said = both(&succeeds(&mut check(&conf)));
    assert!(!said.contains("[warn]"), "{said}");
    for word in ["max_body_size", "proxy_read_timeout", "resolver", "proxy_pass"] {
        let changed = conf.replacen(word, &word.replacen('e', "", 1).replacen('s', "", 1), 1);
        assert!(!check(&changed).output().unwrap().status.success(), "{word}");
    }
}
