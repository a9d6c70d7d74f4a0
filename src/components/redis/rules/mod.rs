//! The rules of Redis, Sentinel and routers.

#![expect(
    missing_docs,
    reason = "the page of a rule is the comment of its file; its items have the names that all rules have"
)]

pub mod client_pins_master;
pub mod config_renamed_under_sentinel;
pub mod decimal_memory_unit;
pub mod down_after_too_short;
pub mod ephemeral_master;
pub mod even_sentinels;
pub mod eviction_never_applies;
pub mod failover_needs_name_server;
pub mod failover_slower_than_promised;
pub mod failover_timeout_too_short;
pub mod master_name_characters;
pub mod maxmemory_exceeds_limit;
pub mod maxmemory_missing;
pub mod maxmemory_suspicious;
pub mod maxmemory_without_headroom;
pub mod min_replicas_fragile;
pub mod min_replicas_unsatisfiable;
pub mod parallel_syncs_all;
pub mod quorum_exceeds_sentinels;
pub mod quorum_needs_all;
pub mod quorum_not_majority;
pub mod redis_db_out_of_range;
pub mod redis_db_shared;
pub mod redis_tls_without_files;
pub mod redis_too_old;
pub mod redis_without_password;
pub mod renamed_command_needed;
pub mod replica_buffer_unlimited;
pub mod replicas_without_sentinel;
pub mod sentinel_dialect_missing;
pub mod sentinel_without_replica;
pub mod subnet_too_small;
pub mod too_few_sentinels;
pub mod writes_lost_on_partition;
