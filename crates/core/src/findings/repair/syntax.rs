//! What keeps a text from being JSON.

use super::place::Place;
use super::{repair, spaces};
use crate::edit::{quoted, replace};
use crate::english::findings::repairs as titles;
use crate::findings::statement::members;
use crate::json::{SyntaxErrorKind, Value};
use crate::policy::ProblemKind;
use crate::report::Repair;
use crate::text::Span;

pub(super) fn repaired(kind: SyntaxErrorKind, at: &Place<'_>) -> Option<Repair> {
    match kind {
        SyntaxErrorKind::OddSpace => spaces::plain(at),
        SyntaxErrorKind::ControlCharacter => joined(at),
        SyntaxErrorKind::TrailingComma => Some(without_comma(at.span)),
        SyntaxErrorKind::ExpectedValue => doubled_comma(at),
        SyntaxErrorKind::MissingComma => missing_comma(at),
        SyntaxErrorKind::ExpectedColon => missing_colon(at),
        SyntaxErrorKind::ExpectedKey => bare_key(at).or_else(|| doubled_comma(at)),
        SyntaxErrorKind::BareWord => bare_word(at),
        SyntaxErrorKind::BadNumber => account(at),
        SyntaxErrorKind::SingleQuotes => single_quotes(at),
        SyntaxErrorKind::CurlyQuotes => curly_quotes(at),
        SyntaxErrorKind::Comment => Some(without_comment(at)),
        SyntaxErrorKind::UnterminatedString => closing_quote(at),
        SyntaxErrorKind::Unclosed => closing_brackets(at),
        SyntaxErrorKind::TrailingText => without_rest(at),
        SyntaxErrorKind::Empty | SyntaxErrorKind::BadEscape | SyntaxErrorKind::TooDeep => None,
    }
}

/// A line break or tab in a string goes, with the blanks around it. Where words are left on both
/// sides, a blank stays.
fn joined(at: &Place<'_>) -> Option<Repair> {
    let inside = |span: Span| span.start < at.span.start && at.span.end < span.end;
    let value = at.chain().into_iter().rev().find(|node| matches!(node.value, Value::String(_)));
    let string = match value {
        Some(value) => value.span,
        None => at.member()?.1.key_span,
    };
    let content = Span::new(string.start + 1, string.end.checked_sub(1)?);
    if !inside(string) {
        return None;
    }
    let blank = |character: char| character.is_ascii_whitespace() || character.is_ascii_control();
    let before = Span::new(content.start, at.span.start).of(at.text).trim_end_matches(blank);
    let behind = Span::new(at.span.end, content.end).of(at.text).trim_start_matches(blank);
    let words = before.contains(' ') || behind.contains(' ');
    let between = words && !before.is_empty() && !behind.is_empty();
    let run = Span::new(content.start + before.len(), content.end - behind.len());
    let title = match run.of(at.text) {
        text if text.contains(['\n', '\r']) => titles::JOIN_LINES,
        text if text.contains('\t') => titles::REMOVE_TAB,
        _ => titles::REMOVE_CHARACTER,
    };
    Some(repair(title, vec![replace(run, if between { " " } else { "" })]))
}

fn without_comma(span: Span) -> Repair {
    repair(titles::REMOVE_COMMA, vec![replace(span, "")])
}

/// A comma where an entry should stand, behind another comma or at the beginning.
fn doubled_comma(at: &Place<'_>) -> Option<Repair> {
    let doubled = at.span.start == at.span.end
        && at.behind().starts_with(',')
        && matches!(at.last(), Some(',' | '[' | '{'));
    doubled.then(|| without_comma(Span::new(at.span.start, at.span.start + 1)))
}

fn missing_comma(at: &Place<'_>) -> Option<Repair> {
    let object = at.chain().into_iter().rev().find(|node| {
        matches!(node.value, Value::Object(_) | Value::Array(_)) && node.span.start < at.span.start
    })?;
    let certain = match &object.value {
        Value::Array(_) => matches!(at.span.of(at.text), "\"" | "{" | "["),
        // What follows is the next member, not a second value of this one.
        _ => members(object).iter().any(|member| {
            let between = Span::new(member.key_span.end, member.value.span.start).of(at.text);
            member.key_span.start == at.span.start && between.trim() == ":"
        }),
    };
    let before = at.before().trim_end();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let comment = line.contains("//") || line.contains('#') || before.ends_with("*/");
    let end = Span::new(before.len(), before.len());
    (certain && !comment).then(|| repair(titles::ADD_COMMA, vec![replace(end, ",")]))
}

fn missing_colon(at: &Place<'_>) -> Option<Repair> {
    // The value stands on the same line, and nothing else between.
    let certain = at.span.of(at.text).chars().all(|character| character == ' ')
        && at.behind().starts_with(['"', '[', '{']);
    let end = Span::new(at.span.start, at.span.start);
    certain.then(|| repair(titles::ADD_COLON, vec![replace(end, ":")]))
}

fn in_quotes(at: &Place<'_>) -> Repair {
    repair(titles::IN_DOUBLE_QUOTES, vec![replace(at.span, quoted(at.span.of(at.text)))])
}

fn bare_key(at: &Place<'_>) -> Option<Repair> {
    let word = at.span.of(at.text);
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let certain = !word.is_empty() && word.chars().all(plain) && at.next() == Some(':');
    certain.then(|| in_quotes(at))
}

fn bare_word(at: &Place<'_>) -> Option<Repair> {
    if !matches!(at.next(), None | Some(',' | ']' | '}')) {
        return None;
    }
    let word = at.span.of(at.text);
    for plain in ["true", "false", "null"] {
        if word.eq_ignore_ascii_case(plain) {
            return Some(repair(titles::write(plain), vec![replace(at.span, plain)]));
        }
    }
    Some(in_quotes(at))
}

/// The number of an account may begin with a zero, and then is no JSON number.
fn account(at: &Place<'_>) -> Option<Repair> {
    let number = at.span.of(at.text);
    let certain = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    certain.then(|| in_quotes(at))
}

fn single_quotes(at: &Place<'_>) -> Option<Repair> {
    let inside = at.span.of(at.text).strip_prefix('\'')?.strip_suffix('\'')?;
    let certain = !inside.contains(['"', '\\', '\n', '\r', '\t']);
    certain.then(|| repair(titles::DOUBLE_QUOTES, vec![replace(at.span, quoted(inside))]))
}

fn curly_quotes(at: &Place<'_>) -> Option<Repair> {
    let quote = ['“', '”', '„', '"'];
    let inside = at.span.of(at.text).trim_matches(quote);
    let certain = !inside.contains(['\\', '\t']);
    certain.then(|| repair(titles::PLAIN_QUOTES, vec![replace(at.span, quoted(inside))]))
}

/// A comment that has its line for itself goes with the line.
fn without_comment(at: &Place<'_>) -> Repair {
    let blank = |character: char| matches!(character, ' ' | '\t' | '\r');
    let before = at.before().trim_end_matches(blank);
    let behind = at.behind().trim_start_matches(blank);
    let own_line = before.is_empty() || before.ends_with('\n');
    let end = match behind.strip_prefix('\n') {
        Some(rest) if own_line => at.text.len() - rest.len(),
        _ => at.span.end,
    };
    repair(titles::REMOVE_COMMENT, vec![replace(Span::new(before.len(), end), "")])
}

/// A string that ends with its line lacks its quote, before the comma where there is one.
fn closing_quote(at: &Place<'_>) -> Option<Repair> {
    let string = at.span.of(at.text).trim_end();
    let content = string.trim_end_matches(',').trim_end();
    let text = content.get(1..)?;
    let certain = !text.is_empty()
        && !text.contains([',', '{', '}', '[', ']'])
        && !text.contains(": ")
        && content.starts_with('"')
        && matches!(at.last(), Some(':' | '[' | ',' | '{'));
    let end = at.span.start + content.len();
    certain.then(|| repair(titles::ADD_CLOSING_QUOTE, vec![replace(Span::new(end, end), "\"")]))
}

/// So many brackets are closed; of a text that lacks more only a part is there.
const MOST_LACKING: usize = 16;

/// All closing brackets that lack, where nothing else is wrong: each before the bracket that closes
/// something further out, or at the end.
fn closing_brackets(at: &Place<'_>) -> Option<Repair> {
    let mut lacking = 0;
    for problem in &at.source.problems {
        match problem.kind {
            ProblemKind::Syntax(SyntaxErrorKind::Unclosed) => lacking += 1,
            ProblemKind::Syntax(_) => return None,
            _ => {}
        }
    }
    if lacking > MOST_LACKING {
        return None;
    }
    let closes = |(open, at): (char, usize)| (if open == '{' { '}' } else { ']' }, at);
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut edits = Vec::new();
    for (place, character) in spaces::outside_strings(at.text) {
        if matches!(character, '{' | '[') {
            open.push((character, place));
        } else if matches!(character, '}' | ']') {
            let own = open.iter().rposition(|one| closes(*one).0 == character)?;
            let lacking = open.split_off(own);
            edits.extend(brackets(at.text, place, lacking.into_iter().skip(1).map(closes)));
        }
    }
    edits.extend(brackets(at.text, at.text.len(), open.into_iter().map(closes)));
    let title = titles::CLOSE_BRACKETS;
    (!edits.is_empty()).then(|| repair(title, edits))
}

/// Closing brackets before `end`, the innermost first, in the layout of the opening ones.
fn brackets(
    text: &str,
    end: usize,
    lacking: impl DoubleEndedIterator<Item = (char, usize)>,
) -> Option<crate::report::Edit> {
    let before = text.get(..end)?.trim_end();
    let content = before.trim_end_matches(',').trim_end();
    let mut closing = String::new();
    for (bracket, open) in lacking.rev() {
        let (head, tail) = (text.get(..open)?, text.get(open..content.len())?);
        if tail.contains('\n') {
            let line = head.rsplit('\n').next().unwrap_or(head);
            let indent = line.len() - line.trim_start().len();
            closing.push('\n');
            closing.push_str(line.get(..indent)?);
        }
        closing.push(bracket);
    }
    let span = Span::new(content.len(), before.len());
    (!closing.is_empty()).then(|| replace(span, closing))
}

/// Brackets, commas and semicolons behind the policy.
fn without_rest(at: &Place<'_>) -> Option<Repair> {
    let stray = |character: char| matches!(character, '}' | ']' | ',' | ';');
    let rest = at.span.of(at.text);
    let certain = rest.chars().all(|character| stray(character) || character.is_whitespace());
    let span = Span::new(at.span.start, at.span.start + rest.trim_end().len());
    certain.then(|| repair(titles::REMOVE_IT, vec![replace(span, "")]))
}
