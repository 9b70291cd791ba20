//! Writes what fuzzing begins with into the folder that is named, made of what the project has anyway:
//! the scenarios of its cases as links and as they are, their documents, and values of every operator.

#![forbid(unsafe_code)]

use std::collections::HashSet;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use kms_policy::condition::Operator;
use kms_policy::decide::Model;
use kms_policy::scenario::Scenario;
use kms_policy_fuzz::{link, policy};

/// Larger ones say nothing new and take long.
const LARGEST: usize = 6_000;

/// What conditions compare, each with each under every operator.
const VALUES: [&str; 21] = [
    "",
    "true",
    "-0.50",
    "20",
    "2026-11-30T10:00:00.5+01:00",
    "2026",
    "2028-02-29",
    "0000-12-31",
    "0001-01-01",
    "203.0.113.0/24",
    "203.0.113.77",
    "2001:db8::/32",
    "arn:aws:sns:eu-west-1:111122223333:Alarm*",
    "arn:aws:sns:eu-west-1:111122223333:Alarm1",
    "arn:*",
    "*a*a*a*a*b",
    "aaaaaaaaaaaaaaaa",
    "${aws:username, 'x'}${*}?",
    "Zo\u{eb}",
    "aGVsbG8=",
    "a*b?c",
];

/// The other messages, from the value of `type` on.
const MESSAGES: [&str; 6] = [
    r#""ready""#,
    r#""reset""#,
    r#""get-link""#,
    r#""set-theme","theme":"dark""#,
    r#""select","principal":"arn:aws:iam::123456789012:user/Stuart","action":"kms:Decrypt""#,
    r#""set-scenario","scenario":"{\"version\":1}""#,
];

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from).expect("the folder for the seeds");
    let mut seeds = Seeds { folder, known: HashSet::new() };
    for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases"))? {
        let text = fs::read_to_string(file)?;
        let Ok(scenario) = Scenario::from_json(&text) else { continue };
        if text.len() <= LARGEST {
            seeds.add("scenario", text.as_bytes())?;
            let message = format!(r#"{{"kmsPolicy":1,"type":"set-scenario","scenario":{text}}}"#);
            seeds.add("message", message.as_bytes())?;
        }
        if let Ok(fragment) = kms_policy_link::encode(&scenario.to_json()) {
            seeds.add("link", fragment.as_bytes())?;
            seeds.add("link", &link::packed(&fragment))?;
        }
        let Ok(model) = Model::new(&scenario) else { continue };
        for (_, document) in model.documents() {
            let (kind, text) = (document.source.kind, &*document.source.text);
            if text.len() <= LARGEST {
                seeds.add("policy", &policy::input(kind, text))?;
            }
        }
    }
    for operator in Operator::names() {
        for wanted in VALUES {
            for found in VALUES {
                seeds.add("condition", format!("{operator}\n{wanted}\n{found}").as_bytes())?;
            }
        }
    }
    for members in MESSAGES {
        seeds.add("message", format!(r#"{{"kmsPolicy":1,"type":{members}}}"#).as_bytes())?;
    }
    println!("{} inputs", seeds.known.len());
    Ok(())
}

/// Inputs, each once, a file each, below a folder for each target.
struct Seeds {
    folder: PathBuf,
    known: HashSet<(&'static str, Vec<u8>)>,
}

impl Seeds {
    fn add(&mut self, target: &'static str, input: &[u8]) -> io::Result<()> {
        if !self.known.insert((target, input.to_vec())) {
            return Ok(());
        }
        let folder = self.folder.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{:05}", self.known.len())), input)
    }
}

/// All JSON files below a folder, in the order of their paths.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
