//! The rules of PostgreSQL.

#![expect(
    missing_docs,
    reason = "the page of a rule is the comment of its file; its items have the names that all rules have"
)]

pub mod locale_language_unknown;
pub mod locale_not_in_image;
pub mod locale_provider_too_new;
pub mod postgres_app_superuser;
pub mod postgres_major_changed;
pub mod postgres_memory_overcommitted;
pub mod postgres_published;
pub mod postgres_too_old;
pub mod postgres_volume_of_two_versions;
pub mod shared_buffers_exceed_limit;
pub mod shm_too_small;
