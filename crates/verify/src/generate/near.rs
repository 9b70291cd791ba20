//! Texts that are near to a text.

use crate::dice::Dice;

/// The text, or one that differs a little: a wildcard in place of something, a character more,
/// less or of another case.
pub fn text(dice: &mut Dice, text: &str) -> String {
    // Renamed before a part of the name is cut off.
    let text = &dice.renamed(text);
    let characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    if length == 0 || dice.chance(45) {
        return text.to_owned();
    }
    let at = dice.below(length);
    let end = at + dice.below(length - at + 1);
    let from = |start: usize, end: usize| -> String { characters[start..end].iter().collect() };
    match dice.below(9) {
        0 | 1 => from(0, at) + "*",
        2 => from(0, at) + "*" + &from(end, length),
        3 => from(0, at) + "?" + &from(at + 1, length),
        4 => from(0, length - 1),
        5 => text.to_owned() + *dice.one(&["x", "*", "?", "0"]),
        6 => from(0, at) + &swap_case(characters[at]) + &from(at + 1, length),
        7 => "*".to_owned() + &from(at, length),
        _ => from(0, at) + "*" + &from(at, length),
    }
}

/// A pattern over an ARN: some of its parts are replaced, or it ends early.
pub fn arn(dice: &mut Dice, arn: &str) -> String {
    let arn = &dice.renamed(arn);
    let mut parts: Vec<&str> = arn.splitn(6, ':').collect();
    match dice.below(5) {
        0 => text(dice, arn),
        1 => {
            parts.truncate(1 + dice.below(6));
            parts.join(":") + *dice.one(&["", ":*", "*", ":"])
        }
        2 | 3 => {
            let at = dice.below(parts.len());
            const PARTS: [&str; 7] = ["*", "", "aws", "?*", "*-*", "key/*", "k*"];
            parts[at] = *dice.one(&PARTS);
            parts.join(":")
        }
        _ => arn.to_owned(),
    }
}

fn swap_case(character: char) -> String {
    if character.is_lowercase() {
        character.to_uppercase().collect()
    } else {
        character.to_lowercase().collect()
    }
}
