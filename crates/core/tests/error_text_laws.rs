//! Laws of reading errors: every message that the core prints, of every request of every case, gives
//! back principal, action, key and layer; and any text is read, with spans inside it.

use kms_policy::caller::Caller;
use kms_policy::decide::Model;
use kms_policy::error_text::{
    Agreement, Blame, ErrorReport, ErrorText, Exception, Explicitness, MAX_TEXT, read,
};
use kms_policy::report::{Decision, LayerName, Verdict};
use kms_policy::scenario::{Matrix, Request, RequestDetails, Scenario};
use kms_policy::text::Encoding;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<(String, Scenario)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let areas = fs::read_dir(root).expect("cases/").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = areas
        .filter(|path| path.is_dir())
        .flat_map(|area| fs::read_dir(area).expect("an area"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("a case");
        let area = file.parent().and_then(Path::file_name).expect("an area").to_string_lossy();
        let name = file.file_name().expect("a name").to_string_lossy();
        (format!("{area}/{name}"), Scenario::from_json(&text).expect("a case"))
    };
    files.into_iter().map(read).collect()
}

/// The decision of a request and those of its parts, each with whose it is.
fn decisions(scenario: &Scenario) -> Vec<(Request, Caller, Decision)> {
    let model = Model::new(scenario).expect("a case");
    let mut all = Vec::new();
    for (index, request) in scenario.requests.iter().enumerate() {
        let principal = scenario.principal(&request.principal).expect("a principal");
        let caller = Caller::of(scenario, principal).expect("a caller");
        let decision = model.explain(&model.question(request), index);
        for part in &decision.parts {
            all.push((request.clone(), caller.clone(), part.clone()));
        }
        all.push((request.clone(), caller, decision));
    }
    all
}

/// The part that a message is of.
fn refused(decision: &Decision) -> &Decision {
    let by_part = decision.parts.iter().find(|part| part.verdict != Verdict::Allow);
    by_part.map_or(decision, refused)
}

fn value(told: Option<&kms_policy::error_text::Told<String>>) -> Option<&str> {
    told.map(|told| told.value.as_str())
}

/// How messages call a layer: what has no policies counts as IAM's.
fn printed(layer: LayerName, action: &str) -> LayerName {
    match layer {
        LayerName::Grant | LayerName::Operation | LayerName::KeyState => LayerName::Identity,
        LayerName::BucketPolicy | LayerName::KeyPolicy if !action.starts_with("kms:") => {
            LayerName::BucketPolicy
        }
        layer => layer,
    }
}

#[test]
fn what_the_core_prints_is_read_back() {
    let (mut denials, mut exceptions) = (0, 0);
    for (name, scenario) in cases() {
        for (_, caller, decision) in decisions(&scenario) {
            // Of a scenario without a key AWS prints nothing.
            let printed = decision.message.as_ref().filter(|_| !scenario.keys.is_empty());
            let Some(message) = printed else { continue };
            let error = read(message).unwrap_or_else(|| panic!("{name}: nothing read: {message}"));
            let part = refused(&decision);
            let at = format!("{name}: {message}\n{error:#?}");
            if message.contains("is not authorized to perform") {
                denials += 1;
                assert_eq!(value(error.principal.as_ref()), Some(caller.arn.as_str()), "{at}");
                assert_eq!(value(error.action.as_ref()), Some(part.action.as_str()), "{at}");
                if let Some(key) = value(error.key()) {
                    assert!(key.starts_with("arn:"), "{at}");
                    assert!(message.contains(&format!("on resource: {key} ")), "{at}");
                }
                assert_eq!(
                    error.key().is_some(),
                    message.contains("on resource: arn:aws:kms:")
                        || message.contains("on resource: arn:aws-cn:kms:")
                        || message.contains("on resource: arn:aws-us-gov:kms:"),
                    "{at}"
                );
                blames(&error, part, &at);
            } else if part.verdict == Verdict::Error {
                exceptions += 1;
                assert!(matches!(error.blame.value, Blame::Exception(_)), "{at}");
            } else {
                assert_eq!(error.blame.value, Blame::Unsaid, "{at}");
            }
        }
    }
    assert!(denials > 500 && exceptions > 50, "{denials} denials, {exceptions} exceptions");
}

fn blames(error: &ErrorText, decision: &Decision, at: &str) {
    match &error.blame.value {
        Blame::Policies { layers, how } => {
            let explicit = decision.verdict == Verdict::ExplicitDeny;
            assert_eq!(*how == Explicitness::Explicit, explicit, "{at}");
            let layer = printed(decision.layer, &decision.action);
            // A foreign key's owner, of a service that is called across accounts.
            assert_eq!(layers.as_slice(), [layer], "{:?}: {at}", decision.layer);
        }
        Blame::OwnersSide { old, .. } => {
            assert!(!old, "{at}");
            let owners = [LayerName::KeyPolicy, LayerName::Operation];
            assert!(owners.contains(&decision.layer), "{:?}: {at}", decision.layer);
        }
        other => panic!("{other:?}: {at}"),
    }
}

/// The scenario with a request as what every cell of its matrix carries.
fn as_matrix(scenario: &Scenario, request: &Request) -> Scenario {
    let mut scenario = scenario.clone();
    let details = RequestDetails {
        region: request.region.clone(),
        via: request.via.clone(),
        resource: request.resource.clone(),
        source: request.source.clone(),
        destination_key: request.destination_key.clone(),
        encryption_context: request.encryption_context.clone(),
        parameters: request.parameters.clone(),
        vpc_endpoint: request.vpc_endpoint.clone(),
        context: request.context.clone(),
    };
    let known = |key: &String| scenario.keys.iter().any(|one| one.arn == *key);
    let key = request.key.clone().filter(known);
    scenario.matrix = Some(Matrix { request: details, key, ..Matrix::default() });
    scenario
}

#[test]
fn the_scenario_that_printed_it_agrees() {
    let (mut same, mut others) = (0, Vec::new());
    for (name, scenario) in cases() {
        for request in &scenario.requests {
            // A cell has a key of the scenario, no ciphertext's, no token and no second key.
            let plain = request.ciphertext_key.is_none()
                && request.destination_key.is_none()
                && request.grant_tokens.is_empty()
                && request.action.starts_with("kms:")
                && request
                    .key
                    .as_ref()
                    .is_none_or(|key| scenario.keys.iter().any(|one| one.arn == *key));
            let scenario = as_matrix(&scenario, request);
            let Some(model) = Model::new(&scenario).ok().filter(|_| plain) else { continue };
            let question = model.matrix_question(&request.principal, &request.action);
            let decision = model.explain(&question.expect("a cell"), 0);
            let printed = decision.message.as_ref().filter(|_| !scenario.keys.is_empty());
            let Some(message) = printed.filter(|_| decision.parts.is_empty()) else { continue };
            let error = read(message).expect("an error");
            if error.principal.is_none() || error.blame.value == Blame::Unsaid {
                continue;
            }
            let here = error.in_scenario(&scenario);
            match here.agreement {
                Agreement::Same | Agreement::OneOfThree => same += 1,
                _ => others.push(format!("{name} {}: {:?}: {message}", request.principal, here)),
            }
        }
    }
    assert!(others.is_empty(), "{} of {}:\n{}", others.len(), same, others.join("\n"));
    assert!(same > 300, "{same}");
}

/// Every span is one of the text.
fn fits(text: &str) {
    let Some(error) = read(text) else { return };
    let mut spans: Vec<_> = error.parts().map(|(_, told)| told.span).collect();
    spans.push(error.blame.span);
    spans.extend(error.statements.iter().map(|statement| statement.span));
    for span in spans {
        assert!(span.start <= span.end, "{span:?}");
        assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
    }
    let _ = ErrorReport::new(&error, None, text, Encoding::Utf16);
}

/// Texts that tools print, of `errors/`.
fn known() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../errors");
    let mut files: Vec<PathBuf> =
        fs::read_dir(root).expect("errors/").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).expect("a file"));
    // The texts stand in JSON: read as such they are escaped, which is a text of its own.
    texts.collect()
}

#[test]
fn every_beginning_of_a_known_text_is_read() {
    for text in known() {
        let ends = text.char_indices().map(|(at, _)| at).step_by(7);
        ends.for_each(|end| fits(&text[..end]));
    }
}

#[test]
fn a_large_text_is_cut_and_told() {
    let message = "User: arn:aws:iam::111122223333:user/a is not authorized to perform: kms:Sign on \
                   resource: arn:aws:kms:eu-west-1:111122223333:key/k because no identity-based \
                   policy allows the kms:Sign action\n";
    let text = message.repeat(2 * MAX_TEXT / message.len()) + "ü";
    let error = read(&text).expect("an error");
    assert!(error.cut);
    assert_eq!(error.others, 0, "the same refusal again is no other");
    fits(&text);
    let worst = ["User:", "arn:", "{\"", "\\", "<", "is not authorized to perform:"];
    for part in worst {
        fits(&part.repeat(MAX_TEXT / part.len()));
    }
}

#[test]
fn exceptions_have_no_policy_to_blame() {
    let text = "arn:aws:kms:eu-west-1:111122223333:key/k is disabled.";
    let error = read(text).expect("an error");
    assert_eq!(error.blame.value, Blame::Exception(Exception::Disabled));
    assert_eq!(error.blame.span.of(text), "arn:aws:kms:eu-west-1:111122223333:key/k is disabled");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s).{0,300}") {
        fits(&text);
    }

    #[test]
    fn words_of_messages_in_any_order_are_read(words in prop::collection::vec(prop::sample::select(&[
        "User: ", "arn:aws:iam::111122223333:user/a", " is not authorized to perform: ", "kms:Decrypt",
        " on resource: ", "arn:aws:kms:eu-west-1:111122223333:key/k", " because no ", "identity-based policy",
        " allows the ", " with an explicit deny in a ", "service control policy", ": ", "\n", "\\n", "\\\"",
        "│ ", "&quot;", "ü😀", "{", "}", "[", "\"", "An error occurred (", "AccessDeniedException", ") when calling the ",
        "Invalid keyId '", "'", " is disabled.", "Encoded authorization failure message: ", "authorization id: ",
        "\"errorCode\":", "\"eventSource\":\"kms.amazonaws.com\",", "\"DecodedMessage\":\"", "\u{1b}[31m", "\\u00",
    ][..]), 0..40)) {
        fits(&words.concat());
    }

    #[test]
    fn changed_texts_are_read(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), cut in 0usize..40, put in "(?s).{0,3}") {
        let texts = known();
        let text = which.get(&texts);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let start = at.index(starts.len());
        let end = (start + cut).min(starts.len() - 1);
        fits(&[&text[..starts[start]], &put, &text[starts[end]..]].concat());
    }
}
