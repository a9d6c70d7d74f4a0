//! The address of Redis and its parts, for references.

use crate::origin::At;

table! {
    /// The address of the stack's Redis.
    pub struct RedisEndpoint {
        /// The database index.
        pub db: At<u32> => range(0, 2_147_483_646),
        /// The part of the address. Default: `url`.
        pub part: Option<At<RedisPart>>,
        /// The library that reads the sentinels from the client's URL, in modes with Sentinel. Default: none; the
        /// client connects through `[redis.router]`.
        pub dialect: Option<At<Dialect>>,
        /// Whether every key that the client writes has a time to live. Default: unknown.
        pub ttl: Option<At<bool>>,
        /// Whether the client shares its database with other services on purpose. Default: false.
        pub shared: Option<At<bool>>,
    }
}

names! {
    /// A part of a Redis address.
    pub enum RedisPart {
        /// `redis://:password@host:port/db`, or, with Sentinel active, the URL in the format of `dialect`.
        Url = "url",
        /// The host of the router, or of the first master if there is no router.
        Host = "host",
        /// The port of the router, or of the first master if there is no router.
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
    /// The format of a URL that names the sentinels, after the library that reads it.
    pub enum Dialect {
        /// `redis+sentinel://:password@sentinel:port,…/master/db`, which redis-sentinel-url defines. The library
        /// does not decode the password, so the password must not contain any of `/ ? # @ [ ]`: the start script
        /// rejects it otherwise.
        RedisSentinelUrl = "redis-sentinel-url",
        /// `sentinel://:password@sentinel:port/db;…`: Celery and kombu. They also need the part `master_name`, as
        /// `master_name` in `broker_transport_options`.
        Celery = "celery",
        /// `redis-sentinel://:password@sentinel:port,…/db?sentinelMasterId=master`: Lettuce, which Spring uses.
        Lettuce = "lettuce",
        /// `redis-sentinel://:password@sentinel:port/db?sentinelServiceName=master&node=…`: fred.
        Fred = "fred",
    }
}
