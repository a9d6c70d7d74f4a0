//! The use of a secret.

use crate::origin::At;
use crate::units::SecretName;

table! {
    /// The use of a secret where a credential belongs.
    pub struct SecretUse {
        /// The name of a secret under `[secrets]`.
        pub secret: At<SecretName>,
    }
}
