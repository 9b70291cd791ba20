//! `web/how-sure.html` says what is not modelled and where AWS's documents leave something open. It
//! is generated from `docs/open-questions.tsv`: `UPDATE_PAGES=1 cargo test -p kms-policy --test
//! open_questions` writes it anew; a stale file fails.

mod pages;

use kms_policy::report::Confidence;
use kms_policy::rules::Rule;
use pages::{TAIL, escaped, head, root, settle};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

const TITLE: &str = "What is not modelled, and how sure we are";

/// What stands between the heading and the questions.
const INTRODUCTION: &str = "<p>Every decision names the rules it rests on and says how sure it is: <b>documented</b> by AWS,
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
";

#[test]
fn the_page_says_what_is_open() {
    let text = fs::read_to_string(root().join("docs/open-questions.tsv")).expect("the questions");
    let mut page = head(TITLE, "how-sure") + INTRODUCTION;
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
    settle("web/how-sure.html", &page);
}
