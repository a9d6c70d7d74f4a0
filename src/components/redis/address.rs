//! The address of Redis, as its clients read it.

use crate::components::container::{depend, reach};
use crate::components::redis::endpoint::{Dialect, RedisPart};
use crate::components::redis::{Access, Redis, Sentinel};
use crate::input::Condition;
use crate::model::{Container, EnvTerm, Piece};
use crate::origin::Origin;
use crate::units::SecretName;

/// A part of the address of Redis, as a client in this container needs it.
pub(in crate::components) fn redis_part(
    redis: &Redis,
    client: &Container,
    part: RedisPart,
    dialect: Option<Dialect>,
    db: u32,
) -> EnvTerm {
    let sentinel = redis.sentinel_with(client);
    let (host, entrance_port) = entrance(redis, client);
    match part {
        RedisPart::Url => match (sentinel, dialect) {
            (Some(of), Some(dialect)) => sentinel_url(redis, of, dialect, db),
            _ => url(redis, "redis", &format!("{host}:{entrance_port}/{db}")),
        },
        RedisPart::Host => EnvTerm::text(host),
        RedisPart::Port => EnvTerm::text(entrance_port.to_string()),
        RedisPart::Db => EnvTerm::text(db.to_string()),
        RedisPart::Password => {
            EnvTerm(redis.password.iter().map(|password| Piece::Secret((**password).clone())).collect())
        }
        RedisPart::Sentinels => EnvTerm::text(sentinel.map(|of| of.addresses().join(",")).unwrap_or_default()),
        RedisPart::MasterName => {
            EnvTerm::text(sentinel.map(|of| of.master_name.as_str().to_owned()).unwrap_or_default())
        }
    }
}

/// Where a client that does not speak Sentinel connects.
fn entrance(redis: &Redis, client: &Container) -> (String, u16) {
    match redis.router_with(client) {
        Some(router) => (router.host().to_owned(), router.port.get()),
        None => (redis.master.container.host(), redis.port.get()),
    }
}

/// The sentinels in a URL. The libraries that read it: redis-sentinel-url 1.0.1 (README), kombu 5
/// (`transport/redis.py`, `SentinelChannel`), Lettuce 6 (manual, \"Redis URI and connection details\"), fred 10
/// (`Config::from_url`).
fn sentinel_url(redis: &Redis, of: &Sentinel, dialect: Dialect, db: u32) -> EnvTerm {
    let addresses = of.addresses();
    let name = of.master_name.as_str();
    match dialect {
        // It does not decode the password (1.0.1, `parse_sentinel_url`).
        Dialect::RedisSentinelUrl => {
            let rest = format!("{}/{name}/{db}", addresses.join(","));
            url_with(redis, "redis+sentinel", &rest, Piece::SecretInUrlAsIs)
        }
        Dialect::Celery => {
            let mut urls = EnvTerm::default();
            for address in addresses {
                urls.0.extend((!urls.0.is_empty()).then(|| Piece::Text(";".to_owned())));
                urls.0.extend(url(redis, "sentinel", &format!("{address}/{db}")).0);
            }
            urls
        }
        Dialect::Lettuce => {
            url(redis, "redis-sentinel", &format!("{}/{db}?sentinelMasterId={name}", addresses.join(",")))
        }
        Dialect::Fred => {
            let (first, rest) =
                addresses.split_first().map_or_else(Default::default, |(first, rest)| (first.as_str(), rest));
            let nodes: String = rest.iter().map(|address| format!("&node={address}")).collect();
            url(redis, "redis-sentinel", &format!("{first}/{db}?sentinelServiceName={name}{nodes}"))
        }
    }
}

/// A URL with the password of Redis, if it has one.
fn url(redis: &Redis, scheme: &str, rest: &str) -> EnvTerm {
    url_with(redis, scheme, rest, Piece::SecretInUrl)
}

fn url_with(redis: &Redis, scheme: &str, rest: &str, password_as: fn(SecretName) -> Piece) -> EnvTerm {
    match &redis.password {
        None => EnvTerm::text(format!("{scheme}://{rest}")),
        Some(password) => EnvTerm(vec![
            Piece::Text(format!("{scheme}://:")),
            password_as((**password).clone()),
            Piece::Text(format!("@{rest}")),
        ]),
    }
}

/// Adds the dependencies of a client: Redis, the sentinels that run with the container, and the routers if it
/// connects through one. A client finds the master through the sentinels, and the master waits for them when it
/// starts.
pub(in crate::components) fn depend_on_redis(container: &mut Container, redis: &Redis, access: Access, origin: Origin) {
    depend(container, &redis.master.container.service, Condition::Healthy, origin);
    let sentinels = redis.sentinel_with(container).map(|sentinel| sentinel.containers.as_slice()).unwrap_or_default();
    for sentinel in sentinels {
        depend(container, &sentinel.service, Condition::Started, origin);
    }
    let routers = redis.router.as_ref().map(|router| router.containers.as_slice()).unwrap_or_default();
    if access == Access::Router {
        for router in routers {
            depend(container, &router.service, Condition::Healthy, origin);
        }
    }
    let nodes = redis.nodes().map(|node| &node.container);
    let reached: Vec<&Container> = match access {
        Access::Router => routers.iter().collect(),
        // Whichever of the nodes is the master.
        Access::Sentinel => sentinels.iter().chain(nodes).collect(),
        Access::Direct => vec![&redis.master.container],
    };
    for other in reached {
        reach(container, &other.service, origin);
    }
}
