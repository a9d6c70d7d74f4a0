//! A reference to a secret.

use crate::origin::At;
use crate::units::SecretName;

table! {
    /// A reference to a secret, in place of a credential.
    pub struct SecretUse {
        /// The name of a secret under `[secrets]`.
        pub secret: At<SecretName>,
    }
}
