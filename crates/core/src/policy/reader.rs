//! Text to policy: JSON first, then the grammar of section 9, noting every problem on the way.

use super::principal::is_origin_access_identity;
use super::{
    Effect, Element, MAX_PROBLEMS, Policy, PolicyKind, PolicyText, PrincipalEntry, PrincipalFault,
    Problem, ProblemKind, ResourcePattern, Spanned, Statement, Unsupported, Variables,
};
use crate::actions::ActionSet;
use crate::arn::Arn;
use crate::json::{self, Member, Node, SyntaxError, SyntaxErrorKind, Value};
use crate::sorted::sort_by;
use crate::spelling::nearest;
use crate::text::{self, Span};
use std::collections::HashSet;
use std::sync::Arc;

/// The elements of a policy and of a statement, as they are spelled.
pub(crate) const POLICY_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];
pub(crate) const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
/// The largest key policy, in bytes (K-33).
pub const KEY_POLICY_BYTES: usize = 32_768;
/// The longest `Policy` parameter, in characters (R-22).
const POLICY_PARAMETER_CHARACTERS: usize = 131_072;

/// May a key policy hold this character (K-34)?
pub fn may_stand(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{ff}')
}

const STRINGS: &str = "a string or a list of strings";

/// Reads a policy document of the given kind.
///
/// ```
/// use kms_policy::policy::{PolicyKind, read};
/// let read = read(r#"{"Statement": {"Effect": "Allow"}}"#.into(), PolicyKind::KeyPolicy);
/// assert_eq!(read.policy.unwrap().statements.len(), 1);
/// assert_eq!(read.problems.len(), 3); // no Principal, no Action, no Resource
/// ```
pub fn read(text: Arc<str>, kind: PolicyKind) -> PolicyText {
    let (root, errors) = json::parse(&text);
    let mut reader = Reader { kind, has_variables: false, problems: Vec::new() };
    for SyntaxError { span, kind } in errors {
        reader.problem(span, ProblemKind::Syntax(kind));
    }
    reader.duplicate_keys(&root);
    let unusable = !reader.problems.is_empty();
    let policy = reader.policy(&root);
    if kind == PolicyKind::KeyPolicy {
        reader.size_and_characters(&text);
    }
    reader.one_slip_once();
    let is_refused = reader.problems.iter().any(|problem| problem.kind.refuses(kind));
    let problems = most_telling(reader.problems, &text);
    PolicyText { kind, text, policy: policy.filter(|_| !unusable), problems, is_refused }
}

/// The first errors and the first of the others, in the order of the text, with a note of how many
/// more there are. What KMS looks for first is never among those.
fn most_telling(mut problems: Vec<Problem>, text: &str) -> Vec<Problem> {
    let mut first: Vec<Problem> =
        problems.extract_if(.., |problem| problem.kind.keeps_from_sending()).collect();
    sort_by(&mut problems, |a, b| a.span <= b.span);
    let more = keep_first(&mut problems, |problem| problem.kind.is_refused());
    if more > 0 {
        let span = Span::new(text.len(), text.len());
        problems.push(Problem { span, kind: ProblemKind::More(more) });
    }
    if !first.is_empty() {
        problems.append(&mut first);
        sort_by(&mut problems, |a, b| a.span <= b.span);
    }
    problems
}

/// Keeps the first [`MAX_PROBLEMS`] errors and as many of the others; gives how many more there were.
pub(crate) fn keep_first<T>(all: &mut Vec<T>, is_error: impl Fn(&T) -> bool) -> usize {
    let count = all.len();
    let (mut errors, mut others) = (0, 0);
    all.retain(|one| {
        let count = if is_error(one) { &mut errors } else { &mut others };
        *count += 1;
        *count <= MAX_PROBLEMS
    });
    count - all.len()
}

pub(super) struct Reader {
    pub(super) kind: PolicyKind,
    pub(super) has_variables: bool,
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn problem(&mut self, span: Span, kind: ProblemKind) {
        self.problems.push(Problem { span, kind });
    }

    pub(super) fn wrong_type(&mut self, span: Span, element: &'static str, expected: &'static str) {
        self.problem(span, ProblemKind::WrongType { element, expected });
    }

    /// A line break in a string keeps its text from being what was meant: that is all that is wrong.
    fn one_slip_once(&mut self) {
        let inside = ProblemKind::Syntax(SyntaxErrorKind::ControlCharacter);
        let breaks: Vec<Span> =
            self.problems.iter().filter(|one| one.kind == inside).map(|one| one.span).collect();
        if breaks.is_empty() {
            return;
        }
        let text = |one: &Problem| {
            matches!(
                one.kind,
                ProblemKind::InvalidPrincipal { .. }
                    | ProblemKind::ActionWithoutPrefix(_)
                    | ProblemKind::UnknownAction(_)
                    | ProblemKind::InvalidVendor(_)
                    | ProblemKind::ResourceInKeyPolicy(_)
                    | ProblemKind::ResourceNotArn(_)
                    | ProblemKind::InvalidPartition { .. }
                    | ProblemKind::InvalidSid(_)
                    | ProblemKind::InvalidVersion(_)
                    | ProblemKind::InvalidEffect(_)
                    | ProblemKind::UnknownOperator { .. }
                    | ProblemKind::UnknownConditionKey(_)
                    | ProblemKind::InvalidConditionKeyFormat { .. }
                    | ProblemKind::InvalidConditionValue { .. }
                    | ProblemKind::InvalidDate(_)
            )
        };
        // They stand in the order of the text.
        let broken = |one: &Problem| {
            let next = breaks.partition_point(|at| at.start < one.span.start);
            breaks.get(next).is_some_and(|at| at.end <= one.span.end)
        };
        self.problems.retain(|one| !(text(one) && broken(one)));
    }

    /// What KMS refuses of a key policy's text whatever it says (K-33, K-34).
    fn size_and_characters(&mut self, text: &str) {
        if text.len() > KEY_POLICY_BYTES {
            let span = Span::new(text::floor(text, KEY_POLICY_BYTES), text.len());
            let no_parameter = text.chars().count() > POLICY_PARAMETER_CHARACTERS;
            self.problem(span, ProblemKind::TooLarge { bytes: text.len(), no_parameter });
        }
        let odd = text.char_indices().find(|(_, character)| !may_stand(*character));
        if let Some((at, character)) = odd {
            let span = Span::new(at, at + character.len_utf8());
            self.problem(span, ProblemKind::InvalidCharacter(character));
        }
    }

    /// The grammar forbids a key twice in one object; nobody knows which one would count (J-4).
    fn duplicate_keys(&mut self, node: &Node) {
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.duplicate_keys(item)),
            Value::Object(members) => {
                let mut seen = HashSet::new();
                for member in members {
                    if !seen.insert(member.key.as_str()) {
                        let kind = ProblemKind::DuplicateKey(member.key.clone());
                        self.problem(member.key_span, kind);
                    }
                    self.duplicate_keys(&member.value);
                }
            }
            _ => {}
        }
    }

    fn policy(&mut self, root: &Node) -> Option<Policy> {
        let Value::Object(members) = &root.value else {
            self.not_a_policy(root);
            return None;
        };
        let stands_alone = |member: &Member| STATEMENT_ELEMENTS.contains(&member.key.as_str());
        if root.get("Statement").is_none() && members.iter().any(stands_alone) {
            // A statement without a policy around it: that is all that is wrong with it.
            self.problem(root.span, ProblemKind::NotAPolicy);
            return None;
        }
        let mut misspelt = false;
        for member in members {
            match member.key.as_str() {
                "Version" => self.version(&member.value),
                "Id" if !matches!(member.value.value, Value::String(_)) => {
                    self.wrong_type(member.value.span, "Id", "a string");
                }
                "Id" | "Statement" => {}
                _ => {
                    misspelt |= self.unknown_element(member, &POLICY_ELEMENTS) == Some("Statement")
                }
            }
        }
        self.old_version(root);
        let list = root.get("Statement").map(|list| (list, &list.value));
        let statements: Vec<&Node> = match list {
            Some((_, Value::Array(items))) => items.iter().collect(),
            Some((one, Value::Object(_))) => vec![one],
            Some((other, _)) => {
                self.wrong_type(other.span, "Statement", "a statement or a list of statements");
                return None;
            }
            None => {
                if !misspelt {
                    self.not_a_policy(root);
                }
                return None;
            }
        };
        if statements.is_empty() && self.kind.is_managed() {
            let span = list.map_or(root.span, |(list, _)| list.span);
            self.problem(span, ProblemKind::NoStatements);
        }
        if self.kind.is_of_iam() {
            self.sids(&statements);
        }
        let statements: Vec<Statement> =
            statements.into_iter().map(|node| self.statement(node)).collect();
        Some(Policy { has_variables: self.has_variables, statements })
    }

    /// Of a text that is no JSON nobody knows what is missing.
    fn not_a_policy(&mut self, root: &Node) {
        if !self.problems.iter().any(|one| matches!(one.kind, ProblemKind::Syntax(_))) {
            self.problem(root.span, ProblemKind::NotAPolicy);
        }
    }

    /// In an identity policy every Sid is unique and of letters and digits (J-7, J-23).
    fn sids(&mut self, statements: &[&Node]) {
        let mut seen = HashSet::new();
        for sid in statements.iter().filter_map(|statement| statement.get("Sid")) {
            let Value::String(text) = &sid.value else { continue };
            if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                self.problem(sid.span, ProblemKind::InvalidSid(text.clone()));
            }
            if !seen.insert(text.as_str()) {
                self.problem(sid.span, ProblemKind::DuplicateSid(text.clone()));
            }
        }
    }

    /// Of managed policies IAM demands the newer language (J-20), of RCPs Organizations (E-65). What
    /// is no version at all is a problem already.
    fn old_version(&mut self, root: &Node) {
        let demands = self.kind.is_managed() || self.kind == PolicyKind::ResourceControl;
        let span = match root.get("Version") {
            _ if root.get("Statement").is_none() => return,
            None => root.span,
            Some(Node { span, value: Value::String(version) }) if version == "2008-10-17" => *span,
            Some(_) => return,
        };
        if demands {
            self.problem(span, ProblemKind::OldVersion);
        }
    }

    fn version(&mut self, node: &Node) {
        match &node.value {
            Value::String(version) if version == "2012-10-17" => self.has_variables = true,
            Value::String(version) if version == "2008-10-17" => {}
            Value::String(version) => {
                self.problem(node.span, ProblemKind::InvalidVersion(version.clone()));
            }
            _ => self.wrong_type(node.span, "Version", "the string \"2012-10-17\""),
        }
    }

    /// Notes an element that does not exist, and answers which one was probably meant.
    fn unknown_element(&mut self, member: &Member, known: &[&'static str]) -> Option<&'static str> {
        let suggestion = element_meant(&member.key, known);
        let kind = ProblemKind::UnknownElement { name: member.key.clone(), suggestion };
        self.problem(member.key_span, kind);
        suggestion
    }

    /// Notes a missing element, unless one stands there that is misspelt: that is all that is wrong.
    fn missing_element(&mut self, node: &Node, element: &str, kind: ProblemKind) {
        let Value::Object(members) = &node.value else { return };
        let misspelt = members.iter().any(|member| {
            let name = member.key.as_str();
            !STATEMENT_ELEMENTS.contains(&name)
                && element_meant(name, &STATEMENT_ELEMENTS)
                    .is_some_and(|meant| meant.trim_start_matches("Not") == element)
        });
        if !misspelt {
            self.problem(node.span, kind);
        }
    }

    fn statement(&mut self, node: &Node) -> Statement {
        let Value::Object(members) = &node.value else {
            self.wrong_type(node.span, "Statement", "a statement or a list of statements");
            // What stands here may have been a Deny: it stays, and cannot be evaluated.
            return Statement::unusable(node.span);
        };
        let mut statement = Statement { unsupported: Vec::new(), ..Statement::unusable(node.span) };
        for member in members {
            if !STATEMENT_ELEMENTS.contains(&member.key.as_str()) {
                self.unknown_element(member, &STATEMENT_ELEMENTS);
                statement.note_unsupported("Statement", member.key_span);
            }
        }
        self.sid(node, &mut statement);
        self.effect(node, &mut statement);
        self.principal(node, &mut statement);
        self.action(node, &mut statement);
        self.resource(node, &mut statement);
        self.condition(node, &mut statement);
        statement
    }

    fn sid(&mut self, node: &Node, statement: &mut Statement) {
        match node.get("Sid").map(|sid| (sid.span, &sid.value)) {
            Some((_, Value::String(sid))) => statement.sid = Some(sid.clone()),
            Some((span, _)) => self.wrong_type(span, "Sid", "a string"),
            None => {}
        }
    }

    fn effect(&mut self, node: &Node, statement: &mut Statement) {
        let Some(effect) = node.get("Effect") else {
            self.missing_element(node, "Effect", ProblemKind::MissingEffect);
            statement.note_unsupported("Effect", node.span);
            return;
        };
        match &effect.value {
            Value::String(text) if text == "Allow" => statement.effect = Effect::Allow,
            Value::String(text) if text == "Deny" => statement.effect = Effect::Deny,
            other => {
                if let Value::String(text) = other {
                    // `allow` was meant to allow; everything else may have been meant to deny.
                    if text.eq_ignore_ascii_case("Allow") {
                        statement.effect = Effect::Allow;
                    }
                    self.problem(effect.span, ProblemKind::InvalidEffect(text.clone()));
                } else {
                    self.wrong_type(effect.span, "Effect", "\"Allow\" or \"Deny\"");
                }
                statement.note_unsupported("Effect", effect.span);
            }
        }
    }

    fn principal(&mut self, node: &Node, statement: &mut Statement) {
        if self.kind == PolicyKind::ResourceControl && statement.effect == Effect::Allow {
            self.problem(node.span, ProblemKind::AllowInResourceControl);
        }
        let Some((element, member)) = self.either(node, statement, ["Principal", "NotPrincipal"])
        else {
            if self.kind.has_principal() {
                self.missing_element(node, "Principal", ProblemKind::MissingPrincipal);
                statement.note_unsupported("Principal", node.span);
            }
            return;
        };
        if !self.kind.has_principal() {
            self.problem(member.key_span, ProblemKind::PrincipalInIdentityPolicy);
            statement.note_unsupported("Principal", member.key_span);
            return;
        }
        let negated = element == "NotPrincipal";
        if self.kind == PolicyKind::ResourceControl {
            let everyone = matches!(&member.value.value, Value::String(text) if text == "*");
            if negated || !everyone {
                self.problem(member.key_span, ProblemKind::PrincipalInResourceControl);
            }
        }
        if negated && statement.effect == Effect::Allow {
            self.problem(member.key_span, ProblemKind::AllowNotPrincipal);
            statement.note_unsupported("NotPrincipal", member.key_span);
        }
        let mut entries = Vec::new();
        match &member.value.value {
            Value::String(text) if text == "*" => {
                let span = member.value.span;
                entries.push(Spanned { value: PrincipalEntry::Everyone, span });
            }
            Value::String(text) => {
                let span = member.value.span;
                let fault = PrincipalFault::NoType;
                self.problem(span, ProblemKind::InvalidPrincipal { text: text.clone(), fault });
                entries.push(Spanned { value: PrincipalEntry::Invalid(text.clone()), span });
            }
            Value::Object(types) => {
                for kind in types {
                    self.principal_type(kind, statement, &mut entries);
                }
            }
            _ => {
                self.wrong_type(member.value.span, "Principal", "\"*\" or an object");
                statement.note_unsupported("Principal", member.value.span);
            }
        }
        statement.principal = Some(Element { negated, span: member.value.span, entries });
    }

    fn principal_type(
        &mut self,
        kind: &Member,
        statement: &mut Statement,
        entries: &mut Vec<Spanned<PrincipalEntry>>,
    ) {
        if !PrincipalEntry::TYPES.contains(&kind.key.as_str()) {
            self.problem(kind.key_span, ProblemKind::InvalidPrincipalType(kind.key.clone()));
            statement.note_unsupported("Principal", kind.key_span);
            return;
        }
        for Spanned { value: text, span } in self.strings("Principal", &kind.value, statement) {
            let of_cloudfront = self.kind == PolicyKind::Bucket
                && kind.key == "AWS"
                && is_origin_access_identity(&text);
            let value = match PrincipalEntry::read(&kind.key, &text) {
                PrincipalEntry::Invalid(arn) if of_cloudfront => PrincipalEntry::NeverCallsKms(arn),
                PrincipalEntry::NeverCallsKms(id)
                    if self.kind == PolicyKind::Bucket && kind.key == "CanonicalUser" =>
                {
                    PrincipalEntry::CanonicalUser(id)
                }
                value => value,
            };
            match &value {
                PrincipalEntry::NeverCallsKms(_) if of_cloudfront => {}
                PrincipalEntry::Invalid(_) => {
                    let fault = PrincipalFault::of(&kind.key, &text);
                    self.problem(span, ProblemKind::InvalidPrincipal { text, fault });
                }
                PrincipalEntry::UniqueId(_) => {
                    self.problem(span, ProblemKind::DeletedPrincipal(text));
                }
                PrincipalEntry::NeverCallsKms(_) if kind.key == "Federated" => {
                    self.problem(span, ProblemKind::FederatedPrincipal(text));
                }
                PrincipalEntry::NeverCallsKms(_) => {
                    self.problem(span, ProblemKind::PrincipalNeverCallsKms(text));
                }
                _ => {}
            }
            entries.push(Spanned { value, span });
        }
    }

    fn action(&mut self, node: &Node, statement: &mut Statement) {
        let Some((element, member)) = self.either(node, statement, ["Action", "NotAction"]) else {
            self.missing_element(node, "Action", ProblemKind::MissingAction);
            self.missing("Action", node.span, statement);
            return;
        };
        // J-24, K-36: an empty list is none.
        let needs_one = self.kind.is_of_iam() || self.kind == PolicyKind::KeyPolicy;
        if needs_one && member.value.is_empty_list() {
            self.problem(member.value.span, ProblemKind::MissingAction);
        }
        let entries = self.strings("Action", &member.value, statement);
        for Spanned { value, span } in &entries {
            let known_service = value.split_once(':').map(|(service, _)| service);
            if value != "*" && known_service.is_none() {
                self.problem(*span, ProblemKind::ActionWithoutPrefix(value.clone()));
                statement.note_unsupported("Action", *span);
                continue;
            }
            let colons = value.matches(':').count();
            let variable = self.has_variables && value.contains("${");
            if variable {
                statement.note_unsupported("Action", *span);
            }
            if value == "*" && self.kind == PolicyKind::ResourceControl {
                self.problem(*span, ProblemKind::BareStarInResourceControl);
            } else if colons > 1 {
                // That of a variable's key too: IAM looks no further.
                self.problem(*span, ProblemKind::TwoColons(value.clone()));
            } else if variable {
                self.problem(*span, ProblemKind::MisplacedVariable(value.clone()));
            } else if known_service.is_some_and(|service| !is_vendor(service)) {
                self.problem(*span, ProblemKind::InvalidVendor(value.clone()));
            } else if known_service.is_some_and(|service| service.eq_ignore_ascii_case("kms"))
                && ActionSet::covered_by(value).is_empty()
            {
                self.problem(*span, ProblemKind::UnknownAction(value.clone()));
            }
        }
        let negated = element == "NotAction";
        if negated && self.kind == PolicyKind::ResourceControl {
            self.problem(member.key_span, ProblemKind::ElementNotAllowed("NotAction"));
        }
        statement.action = Some(Element { negated, span: member.value.span, entries });
    }

    fn resource(&mut self, node: &Node, statement: &mut Statement) {
        let Some((element, member)) = self.either(node, statement, ["Resource", "NotResource"])
        else {
            self.missing_element(node, "Resource", ProblemKind::MissingResource);
            self.missing("Resource", node.span, statement);
            return;
        };
        let negated = element == "NotResource";
        if self.kind == PolicyKind::KeyPolicy && member.value.is_empty_list() {
            self.problem(member.value.span, ProblemKind::MissingResource);
        }
        let strings = self.strings("Resource", &member.value, statement);
        let aliases_are_meant = aliases_are_meant(statement, &strings);
        for Spanned { value, span } in &strings {
            let variables = ResourcePattern::read(value, self.has_variables).variables;
            if self.kind == PolicyKind::KeyPolicy {
                if negated || value != "*" {
                    self.problem(*span, ProblemKind::ResourceInKeyPolicy(value.clone()));
                }
            } else if let Some(Variables::Unusable(error)) = variables {
                let text = value.clone();
                let kind = match error {
                    Some(error) => ProblemKind::BrokenVariable { text, error },
                    None => ProblemKind::MisplacedVariable(text),
                };
                self.problem(*span, kind);
            } else if value != "*" && service_of(value).is_none_or(str::is_empty) {
                self.problem(*span, ProblemKind::ResourceNotArn(value.clone()));
            } else if let Some(partition) = unknown_partition(value) {
                let (partition, resource) = (partition.to_owned(), value.clone());
                self.problem(*span, ProblemKind::InvalidPartition { partition, resource });
            } else if service_of(value).is_some_and(|service| service.contains(['*', '?'])) {
                self.problem(*span, ProblemKind::WildcardInService(value.clone()));
            } else if self.kind.is_of_iam() && is_alias(value) && !aliases_are_meant {
                self.problem(*span, ProblemKind::AliasResource(value.clone()));
            }
        }
        let read = |Spanned { value, span }: Spanned<String>| Spanned {
            value: ResourcePattern::read(&value, self.has_variables),
            span,
        };
        let entries = strings.into_iter().map(read).collect();
        statement.resource = Some(Element { negated, span: member.value.span, entries });
    }

    /// The member of an element or of its `Not…` form; both at once cannot be evaluated.
    fn either<'n>(
        &mut self,
        node: &'n Node,
        statement: &mut Statement,
        [plain, negated]: [&'static str; 2],
    ) -> Option<(&'static str, &'n Member)> {
        let Value::Object(members) = &node.value else {
            return None;
        };
        let find = |name: &'static str| {
            members.iter().find(|member| member.key == name).map(|member| (name, member))
        };
        match (find(plain), find(negated)) {
            (Some(found), Some((_, second))) => {
                self.problem(second.key_span, ProblemKind::BothForms(plain));
                statement.note_unsupported(plain, second.key_span);
                Some(found)
            }
            (found, other) => found.or(other),
        }
    }

    /// A key policy statement without Action or Resource has no effect (K-36); in an identity
    /// policy it cannot be evaluated.
    fn missing(&mut self, element: &'static str, span: Span, statement: &mut Statement) {
        if self.kind != PolicyKind::KeyPolicy {
            statement.note_unsupported(element, span);
        }
    }

    fn strings(
        &mut self,
        element: &'static str,
        node: &Node,
        statement: &mut Statement,
    ) -> Vec<Spanned<String>> {
        let items = match &node.value {
            Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            if let Value::String(text) = &item.value {
                strings.push(Spanned { value: text.clone(), span: item.span });
            } else {
                self.wrong_type(item.span, element, STRINGS);
                statement.note_unsupported(element, item.span);
            }
        }
        strings
    }
}

impl Statement {
    /// A statement of which nothing is known: it may have been a Deny.
    fn unusable(span: Span) -> Self {
        Self {
            span,
            sid: None,
            effect: Effect::Deny,
            principal: None,
            action: None,
            resource: None,
            condition: Vec::new(),
            empty_condition: false,
            unsupported: vec![Unsupported { element: "Statement", span }],
        }
    }

    pub(super) fn note_unsupported(&mut self, element: &'static str, span: Span) {
        self.unsupported.push(Unsupported { element, span });
    }
}

/// The element that was probably meant by a name that is none.
pub(crate) fn element_meant(name: &str, known: &[&'static str]) -> Option<&'static str> {
    // Three letters of a name of three are another name.
    let within = (name.chars().count() / 3).clamp(1, 3);
    let in_any_case = known.iter().copied().find(|known| known.eq_ignore_ascii_case(name));
    in_any_case.or_else(|| nearest(name, known.iter().copied(), within))
}

/// Can an action's service be spelled so (J-28)? Wildcards may stand in it (M-2).
pub(crate) fn is_vendor(service: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.*?".contains(c);
    !service.is_empty() && service.chars().all(allowed)
}

/// The ARN of an alias.
fn is_alias(resource: &str) -> bool {
    Arn::parse(resource)
        .is_some_and(|arn| arn.service == "kms" && arn.resource.starts_with("alias/"))
}

/// Are the statement's alias ARNs meant as what they are: the aliases that some actions create,
/// change and delete (K-9)? Where other actions stand beside these, the keys stand there too.
fn aliases_are_meant(statement: &Statement, resources: &[Spanned<String>]) -> bool {
    let Some(action) = &statement.action else { return false };
    let listed = action
        .entries
        .iter()
        .fold(ActionSet::NONE, |all, entry| all | ActionSet::covered_by(&entry.value));
    let actions = if action.negated { !listed } else { listed };
    let on_alias = actions & ActionSet::of(&["CreateAlias", "UpdateAlias", "DeleteAlias"]);
    let others = actions & ActionSet::ON_KEY & !on_alias;
    let keys_too = resources.iter().any(|resource| !is_alias(&resource.value));
    !on_alias.is_empty() && (others.is_empty() || keys_too)
}

/// The partition of an ARN that AWS does not have (J-30).
fn unknown_partition(resource: &str) -> Option<&str> {
    let partition = resource.strip_prefix("arn:")?.split(':').next()?;
    let known = partition == "aws" || partition.starts_with("aws-");
    (!known && !partition.contains(['*', '?', '$'])).then_some(partition)
}

/// The service part of an ARN or of the beginning of one.
fn service_of(resource: &str) -> Option<&str> {
    resource.strip_prefix("arn:")?.split(':').nth(1)
}
