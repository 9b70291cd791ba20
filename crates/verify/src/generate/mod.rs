//! Random scenarios in which almost everything almost fits.
//!
//! A scenario starts from what is asked. Policies are then written near to it: the same action with
//! a character too many, the caller's neighbour, a wildcard one part too far, a condition on a key
//! that this request has, or just lacks.

mod conditions;
mod mutate;
mod near;
mod requests;
mod services;
mod statements;
mod world;

pub use conditions::condition;
pub use mutate::{Mutator, read_cases};
pub use statements::{Focus, Form, statement};
pub use world::scenario;

/// The account that owns most keys.
pub const OWNER: &str = "111122223333";
/// The account that most foreign callers are of.
pub const OTHER: &str = "444455556666";
/// A third account, neither owner nor usual caller.
pub const THIRD: &str = "777788889999";
/// The Region of most keys.
pub const REGION: &str = "us-west-2";
/// The other Region.
pub const ELSEWHERE: &str = "us-east-1";
/// The keys that a scenario takes its own from.
pub const KEYS: [&str; 6] = [
    "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-west-2:444455556666:key/2234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-west-2:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-west-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    "arn:aws:kms:af-south-1:111122223333:key/4234abcd-12ab-34cd-56ef-1234567890ab",
];
