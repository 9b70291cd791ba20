//! What the tests of the command have in common.
#![allow(dead_code, reason = "each test uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The command, run from the folder of the project.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kms-policy"));
    command.current_dir(root()).args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

pub fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("kms-policy runs")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder for one test, with these files; what was there is gone.
pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

pub const KEY_USER: &str = "arn:aws:iam::111122223333:user/KeyUser";

/// A scenario whose key policy allows KeyUser to decrypt, and which expects this verdict.
pub fn scenario(expect: &str) -> String {
    format!(
        r#"{{
  "version": 1,
  "keys": [{{
    "arn": "arn:aws:kms:eu-west-1:111122223333:key/5e698272-88c6-4f6b-970e-1d1dbd0c6412",
    "policy": {{
      "Version": "2012-10-17",
      "Statement": [{{
        "Effect": "Allow",
        "Principal": {{ "AWS": "{KEY_USER}" }},
        "Action": "kms:Decrypt",
        "Resource": "*"
      }}]
    }}
  }}],
  "principals": [{{ "arn": "{KEY_USER}" }}],
  "requests": [{{
    "principal": "{KEY_USER}", "action": "kms:Decrypt", "expect": {{ "verdict": "{expect}" }}
  }}],
  "matrix": {{ "actions": ["kms:Encrypt", "kms:Decrypt"] }}
}}
"#
    )
}
