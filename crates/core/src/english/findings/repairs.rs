//! What repairs are called, as buttons say it.

use std::fmt::Display;

pub const WRITE_VERSION: &str = "Write the Version";
pub const WRITE_VERSION_2012: &str = "Write Version 2012-10-17";
pub const WRITE_2012: &str = "Write 2012-10-17";
pub const REMOVE_SECOND: &str = "Remove the second one";
pub const INTO_A_POLICY: &str = "Put it into a policy";
pub const LEAVE_OUT_SPACE: &str = "Leave out white space";
pub const IN_DOUBLE_QUOTES: &str = "Write it in double quotes";
pub const REMOVE_BLANKS: &str = "Remove the blanks";
pub const WRITE_FOR_ANY_VALUE: &str = "Write ForAnyValue:";
pub const REMOVE_FOR_ALL_VALUES: &str = "Remove ForAllValues:";
pub const JOIN_LINES: &str = "Join the lines";
pub const REMOVE_TAB: &str = "Remove the tab";
pub const REMOVE_CHARACTER: &str = "Remove the character";
pub const REMOVE_COMMA: &str = "Remove the comma";
pub const ADD_COMMA: &str = "Add the comma";
pub const ADD_COLON: &str = "Add the colon";
pub const DOUBLE_QUOTES: &str = "Write double quotes";
pub const PLAIN_QUOTES: &str = "Write plain quotes";
pub const REMOVE_COMMENT: &str = "Remove the comment";
pub const ADD_CLOSING_QUOTE: &str = "Add the closing quote";
pub const CLOSE_BRACKETS: &str = "Add what closes the brackets";
pub const REMOVE_IT: &str = "Remove it";
pub const PLAIN_SPACES: &str = "Write plain spaces";
pub const PLAIN_CHARACTERS: &str = "Write plain characters";
pub const WRITE_PRINCIPAL: &str = "Write Principal *";
pub const WRITE_STAR: &str = "Write \"*\"";
pub const WRITE_EVERY_ACTION: &str = "Write kms:*";
pub const WRITE_RESOURCE: &str = "Write Resource *";
pub const WRITE_THIS_KEY: &str = "Write *";
pub const WRITE_KMS: &str = "Write kms";
pub const ALIAS_AS_CONDITION: &str = "Write the keys, and the alias as a Condition";
pub const INTO_A_CONDITION: &str = "Put it into a Condition";
pub const WRITE_DENY: &str = "Write Effect Deny";
pub const EVERY_REGION: &str = "Write * for the Region";
pub const LIST_ACCOUNT: &str = "List the account as well";
pub const DENY_BY_CONDITION: &str = "Deny everyone but these by a condition";
pub const EXEMPT_SERVICES: &str = "Exempt calls of AWS services";
pub const NAME_ROLE: &str = "Name the role";
pub const ADD_DELEGATION: &str = "Add the statement of the default key policy";
pub const REMOVE_OPERATIONS: &str = "Remove these operations";
pub const REMOVE_CONDITION: &str = "Remove the Condition";
pub const REMOVE_SID: &str = "Remove the Sid";
pub const REMOVE_STATEMENT: &str = "Remove the statement";

pub fn write(text: impl Display) -> String {
    format!("Write {text}")
}

pub fn write_only(text: &str) -> String {
    format!("Write only {text}")
}

pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

/// What was meant stands in the list already.
pub fn remove_since_there(meant: &str) -> String {
    format!("Remove it: {meant} is there")
}

/// A principal under its type.
pub fn as_type(kind: &str) -> String {
    format!("Write it as {{\"{kind}\": …}}")
}
