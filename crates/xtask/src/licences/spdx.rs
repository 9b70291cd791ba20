//! SPDX licence expressions: `A`, `A WITH exception`, `x AND y`, `x OR y`, parentheses, and the
//! `A/B` of old crates, which meant OR.

/// Whether the allowed licences are enough to use what is under this expression.
pub fn is_satisfied(expression: &str, allowed: &[&str]) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut reader = Reader { words: spaced.split_whitespace().peekable(), allowed };
    let satisfied = reader.any()?;
    match reader.words.next() {
        None => Ok(satisfied),
        Some(word) => Err(format!("`{word}` is not expected")),
    }
}

struct Reader<'a, I: Iterator<Item = &'a str>> {
    words: std::iter::Peekable<I>,
    allowed: &'a [&'a str],
}

impl<'a, I: Iterator<Item = &'a str>> Reader<'a, I> {
    /// OR binds weakest.
    fn any(&mut self) -> Result<bool, String> {
        let mut satisfied = self.all()?;
        while self.words.next_if_eq(&"OR").is_some() {
            satisfied |= self.all()?;
        }
        Ok(satisfied)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut satisfied = self.one()?;
        while self.words.next_if_eq(&"AND").is_some() {
            satisfied &= self.one()?;
        }
        Ok(satisfied)
    }

    fn one(&mut self) -> Result<bool, String> {
        let word = self.word()?;
        if word == "(" {
            let satisfied = self.any()?;
            return match self.word()? {
                ")" => Ok(satisfied),
                other => Err(format!("`{other}` instead of `)`")),
            };
        }
        if ["AND", "OR", "WITH", ")"].contains(&word) {
            return Err(format!("`{word}` instead of a licence"));
        }
        if self.words.next_if_eq(&"WITH").is_some() {
            let with = format!("{word} WITH {}", self.word()?);
            return Ok(self.allowed.contains(&with.as_str()));
        }
        Ok(self.allowed.contains(&word))
    }

    fn word(&mut self) -> Result<&'a str, String> {
        self.words.next().ok_or_else(|| "it ends too early".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWED: &[&str] =
        &["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];

    #[test]
    fn expressions_and_their_answers() {
        let cases = [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("GPL-3.0-only OR MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("MIT/GPL-3.0-only", true),
            ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
            ("MIT OR GPL-3.0-only AND GPL-2.0-only", true),
            ("(MIT OR GPL-3.0-only) AND GPL-2.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0 WITH Classpath-exception-2.0", false),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
        ];
        for (expression, expected) in cases {
            assert_eq!(is_satisfied(expression, ALLOWED), Ok(expected), "{expression}");
        }
    }

    #[test]
    fn broken_expressions_are_errors() {
        let cases = [
            ("", "it ends too early"),
            ("MIT OR", "it ends too early"),
            ("(MIT", "it ends too early"),
            ("(MIT MIT)", "`MIT` instead of `)`"),
            ("MIT MIT", "`MIT` is not expected"),
            ("AND MIT", "`AND` instead of a licence"),
        ];
        for (expression, error) in cases {
            assert_eq!(is_satisfied(expression, ALLOWED), Err(error.to_owned()), "{expression}");
        }
    }
}
