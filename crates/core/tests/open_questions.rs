//! `web/how-sure.html` says what is not modelled and where AWS's documents leave something open. It
//! is generated from `docs/open-questions.tsv`: `UPDATE_PAGES=1 cargo test -p kms-policy --test
//! open_questions` writes it anew; a stale file fails.

use kms_policy::report::Confidence;
use kms_policy::rules::Rule;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What stands before and behind the questions.
const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>What is not modelled, and how sure we are</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>
:root { color-scheme: light dark; --line: light-dark(#d4dae3, #38414d); --quiet: light-dark(#56616f, #9fabb9); --mark: light-dark(#fff3cf, #443713); }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2.2rem; }
section { border-top: 1px solid var(--line); padding: .7rem .6rem; scroll-margin-top: 1rem; }
section:target { background: var(--mark); }
h3 { font-size: 1rem; margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; margin: .35rem 0 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
</style>
</head>
<body>
<p><a href="./">KMS Policy Playground</a></p>
<h1>What is not modelled, and how sure we are</h1>
<p>Every decision names the rules it rests on and says how sure it is: <b>documented</b> by AWS,
<b>observed</b> in AWS's own answers, <b>inferred</b> from such rules, or <b>uncertain</b>. The weakest
rule counts. A decision is uncertain where another reading of an open question, a document that AWS
would refuse, or a value that the scenario does not give would lead to another answer. Check in AWS what
production depends on.</p>
<h2>Not modelled</h2>
<ul>
<li>Operations of other services but eleven of S3, EBS, Secrets Manager, SQS and SNS: ask about the KMS
operation that they make, with the service in <code>via</code>.</li>
<li>S3's Block Public Access, access control lists, Object Ownership, access points and versions;
the policies of secrets, queues and topics; the instance to which a volume is attached.</li>
<li>Quotas, throttling, and the seconds until a change of policies, tags, aliases or grants takes
effect.</li>
<li>The service-linked role that the first multi-Region key of an account needs.</li>
<li>AWS's exact texts for most malformed key policies.</li>
</ul>
<h2>Open questions</h2>
"#;

const TAIL: &str = "</body>\n</html>\n";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn the_page_says_what_is_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join("docs/open-questions.tsv")).expect("the questions");
    let mut page = HEAD.to_owned();
    let mut listed = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, question, sources, taken] = fields.as_slice() else {
            panic!("four fields: {line}");
        };
        listed.insert((*number).to_owned());
        write!(
            page,
            "<section id=\"{number}\">\n<h3>{number} · {}</h3>\n<dl>\n<dt>Sources</dt><dd>{}</dd>\n\
             <dt>Taken here</dt><dd>{}</dd>\n</dl>\n</section>\n",
            escaped(question),
            escaped(sources),
            escaped(taken),
        )
        .expect("text");
    }
    page.push_str(TAIL);
    let is_open = |rule: &&Rule| {
        let service = rule.id().starts_with("S-") && rule.confidence() == Confidence::Uncertain;
        rule.id().starts_with("Q-") || service
    };
    for rule in Rule::ALL.iter().filter(is_open) {
        assert!(listed.contains(rule.id()), "{} can be cited and is not listed", rule.id());
    }
    let file = root.join("web/how-sure.html");
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&file, &page).expect("web/how-sure.html can be written");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == page, "web/how-sure.html is stale: run with UPDATE_PAGES=1");
}
