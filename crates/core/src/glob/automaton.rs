//! Wildcards by an automaton, 64 steps of the pattern at a time: every place of the pattern that the
//! text can have reached is followed at once, so that no star is tried again.

use super::{Case, Colons, Step};

pub(super) fn matches(pattern: impl Iterator<Item = Step>, text: &str, case: Case) -> bool {
    let folded = |character: char| match case {
        Case::Matters => character,
        Case::Ignored => character.to_ascii_lowercase(),
    };
    let mut automaton = Automaton::default();
    let mut pattern = pattern.peekable();
    while let Some(step) = pattern.next() {
        match (step, pattern.peek_mut()) {
            // Of stars side by side one is enough, the one that takes more.
            (Step::Any(Colons::Too), Some(Step::Any(next))) => *next = Colons::Too,
            (Step::Any(Colons::Not), Some(Step::Any(_))) => {}
            (Step::Char(character), _) => automaton.add(Step::Char(folded(character))),
            (wildcard, _) => automaton.add(wildcard),
        }
    }
    automaton.start();
    text.chars().all(|character| automaton.read(folded(character))) && automaton.is_at_end()
}

/// A pattern, and what the text read so far can have reached of it.
#[derive(Debug)]
struct Automaton {
    words: Vec<Word>,
    literals: Literals,
    /// How many steps the pattern has.
    length: usize,
}

/// 64 steps of a pattern: bit `n` of a mask is about step `n`.
#[derive(Debug, Default)]
struct Word {
    /// Where a star is. It is passed without a character, too.
    stars: u64,
    /// Where a character may be swallowed by a star.
    stay: Mask,
    /// Where any character leads on.
    pass: Mask,
    /// All before this step can have matched the text so far.
    reached: u64,
}

/// For a colon, and for any other character.
#[derive(Clone, Copy, Debug, Default)]
struct Mask {
    colon: u64,
    other: u64,
}

impl Mask {
    fn add(&mut self, bit: u64, colons: Colons) {
        self.other |= bit;
        if colons == Colons::Too {
            self.colon |= bit;
        }
    }

    fn of(self, character: char) -> u64 {
        if character == ':' { self.colon } else { self.other }
    }
}

impl Default for Automaton {
    fn default() -> Self {
        Self { words: vec![Word::default()], literals: Literals::default(), length: 0 }
    }
}

impl Automaton {
    fn add(&mut self, step: Step) {
        let bit = 1 << (self.length % 64);
        if let Some(word) = self.words.last_mut() {
            match step {
                Step::Char(character) => self.literals.add(character, self.length / 64, bit),
                Step::One(colons) => word.pass.add(bit, colons),
                Step::Any(colons) => {
                    word.stars |= bit;
                    word.stay.add(bit, colons);
                }
            }
        }
        self.length += 1;
        if self.length.is_multiple_of(64) {
            self.words.push(Word::default());
        }
    }

    /// Before the first character: the first step is reached, and the one behind a star there.
    fn start(&mut self) {
        if let Some(word) = self.words.first_mut() {
            word.reached = 1 | (word.stars & 1) << 1;
        }
    }

    /// Takes one character; false once nothing is reached any more.
    fn read(&mut self, character: char) -> bool {
        let mut literal = self.literals.of(character).iter().peekable();
        // What the last step of a word hands on to the first one of the next.
        let (mut led_on, mut starred) = (0, 0);
        let mut any = 0;
        for (number, word) in self.words.iter_mut().enumerate() {
            let here = literal.next_if(|(place, _)| *place == number).map_or(0, |(_, bits)| *bits);
            let passed = word.reached & (word.pass.of(character) | here);
            let next = passed << 1 | led_on | word.reached & word.stay.of(character);
            // No star stands behind a star, so one round passes them all.
            let at_stars = next & word.stars;
            word.reached = next | at_stars << 1 | starred;
            any |= word.reached;
            led_on = passed >> 63;
            starred = at_stars >> 63;
        }
        any != 0
    }

    fn is_at_end(&self) -> bool {
        self.words.last().is_some_and(|word| word.reached >> (self.length % 64) & 1 == 1)
    }
}

/// Where the characters of a pattern stand: a hash table whose hash is the character itself.
#[derive(Debug)]
struct Literals(Vec<Vec<Literal>>);

#[derive(Debug)]
struct Literal {
    character: char,
    /// The words that have it, in order, with its bits.
    words: Vec<(usize, u64)>,
}

const BUCKETS: usize = 1024;

impl Default for Literals {
    fn default() -> Self {
        Self((0..BUCKETS).map(|_| Vec::new()).collect())
    }
}

impl Literals {
    fn add(&mut self, character: char, word: usize, bit: u64) {
        let Some(bucket) = self.0.get_mut(character as usize % BUCKETS) else { return };
        let known = bucket.iter().position(|literal| literal.character == character);
        if known.is_none() {
            bucket.push(Literal { character, words: Vec::new() });
        }
        let literal = known.unwrap_or(bucket.len() - 1);
        let Some(Literal { words, .. }) = bucket.get_mut(literal) else { return };
        match words.last_mut() {
            Some((last, bits)) if *last == word => *bits |= bit,
            _ => words.push((word, bit)),
        }
    }

    fn of(&self, character: char) -> &[(usize, u64)] {
        let mut bucket = self.0.get(character as usize % BUCKETS).into_iter().flatten();
        bucket.find(|literal| literal.character == character).map_or(&[], |literal| &literal.words)
    }
}
