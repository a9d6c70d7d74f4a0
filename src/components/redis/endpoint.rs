//! What others may ask of the address of Redis.

use crate::origin::At;

table! {
    /// An address of the stack's Redis.
    pub struct RedisEndpoint {
        /// The database index.
        pub db: At<u32> => range(0, 2_147_483_646),
        /// Which part of the address. Default: `url`.
        pub part: Option<At<RedisPart>>,
        /// How the client reads the sentinels from its URL, where Sentinel runs: its library. Default: it does not; its
        /// connections go through `[redis.router]`.
        pub dialect: Option<At<Dialect>>,
        /// Whether every key that the client writes has a time to live. Default: not said.
        pub ttl: Option<At<bool>>,
        /// Whether the client knows that others use its database too. Default: false.
        pub shared: Option<At<bool>>,
    }
}

names! {
    /// A part of a Redis address.
    pub enum RedisPart {
        /// `redis://:password@host:port/db`, or with Sentinel active what the `dialect` reads.
        Url = "url",
        /// The host of the router, or of the first master.
        Host = "host",
        /// The port of the router, or of the first master.
        Port = "port",
        /// The database index.
        Db = "db",
        /// The password.
        Password = "password",
        /// The sentinels as `host:port,host:port`; empty without Sentinel.
        Sentinels = "sentinels",
        /// The name under which Sentinel monitors the master; empty without Sentinel.
        MasterName = "master_name",
    }
}

names! {
    /// How a client reads the sentinels from a URL. Each is the name of who reads it.
    pub enum Dialect {
        /// `redis+sentinel://:password@sentinel:port,…/master/db`, which redis-sentinel-url defines. It does not decode the
        /// password, which therefore holds none of `/ ? # @ [ ]`: the start script refuses it otherwise.
        RedisSentinelUrl = "redis-sentinel-url",
        /// `sentinel://:password@sentinel:port/db;…`: Celery and kombu, which want the part `master_name` beside it, as
        /// `master_name` in `broker_transport_options`.
        Celery = "celery",
        /// `redis-sentinel://:password@sentinel:port,…/db?sentinelMasterId=master`: Lettuce, and with it Spring.
        Lettuce = "lettuce",
        /// `redis-sentinel://:password@sentinel:port/db?sentinelServiceName=master&node=…`: fred.
        Fred = "fred",
    }
}
