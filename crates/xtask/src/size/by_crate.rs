//! Which crates the code of a module comes from: what rustc made, with its names. wasm-opt, which takes the
//! names away, makes all of it smaller.

use std::{collections::BTreeMap, fs};

use anyhow::{Context as _, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use super::kilobytes;
use crate::{package::target_folder, shell::Shell, toolchain::WASM};

/// The modules of the page, as cargo names them.
const MODULES: [&str; 2] = ["kms-policy-web.wasm", "kms_policy_inspector.wasm"];

/// What is less than this, in per mille of the module, is added up.
const SHOWN: usize = 5;

/// Prints a table for each module that the last build of the page left behind.
pub fn show(shell: &Shell) -> Result<()> {
    let folder = target_folder(shell)?.join(WASM).join("wasm-release");
    for module in MODULES {
        let path = folder.join(module);
        if path.exists() {
            let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            print!("{}", table(module, &of(&bytes).with_context(|| module.to_owned())?));
        }
    }
    Ok(())
}

/// Bytes by crate. What is no code is named in brackets.
fn of(module: &[u8]) -> Result<BTreeMap<String, usize>> {
    let mut names = BTreeMap::new();
    let mut bodies = Vec::new();
    let mut imported = 0;
    let mut data = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                let functions = imports.into_imports().filter(|import| {
                    import.as_ref().is_ok_and(|one| matches!(one.ty, wasmparser::TypeRef::Func(_)))
                });
                imported = functions.count();
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(section) => data = section.range().len(),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for part in section {
                    let Name::Function(functions) = part? else { continue };
                    for naming in functions {
                        let naming = naming?;
                        names.insert(naming.index as usize, crate_of(naming.name));
                    }
                }
            }
            _ => {}
        }
    }
    let mut sizes = BTreeMap::from([("[texts and tables]".to_owned(), data)]);
    for (index, size) in bodies.into_iter().enumerate() {
        let name = names.get(&(imported + index)).cloned().unwrap_or_else(|| OTHERS.to_owned());
        *sizes.entry(name).or_default() += size;
    }
    Ok(sizes)
}

const OTHERS: &str = "[without a name of Rust]";

/// The crate whose function this is: of `<a::B as c::D>::f` it is `a`, of `<T as c::D>::f` it is `c`.
fn crate_of(function: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(function));
    let paths = name.split(" as ").map(|part| {
        part.trim_start_matches(|one: char| !one.is_alphabetic() && one != '_')
            .trim_start_matches("mut ")
            .trim_start_matches("dyn ")
    });
    let mut crates = paths.filter_map(|path| path.split_once("::").map(|(first, _)| first));
    let is_name = |first: &&str| first.chars().all(|one| one.is_alphanumeric() || one == '_');
    // Types that the language has are those of `core`, as in `<str>::split`.
    let none = if name.starts_with('<') { "core" } else { OTHERS };
    crates.find(is_name).unwrap_or(none).to_owned()
}

fn table(module: &str, sizes: &BTreeMap<String, usize>) -> String {
    let whole: usize = sizes.values().sum();
    let is_small = |size: usize| size * 1000 < whole * SHOWN;
    let mut rows: Vec<(&str, usize)> = Vec::new();
    let mut rest = (0, 0);
    for (name, &size) in sizes {
        if is_small(size) {
            rest = (rest.0 + 1, rest.1 + size);
        } else {
            rows.push((name, size));
        }
    }
    rows.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let others = format!("{} others", rest.0);
    rows.push((&others, rest.1));
    let row = |(name, size): (&str, usize)| {
        format!(
            "  {name:<30}{:>12}{:>8.1} %\n",
            kilobytes(size),
            size as f64 / whole as f64 * 100.0
        )
    };
    let head = format!("{module} by crate, before wasm-opt: {}\n", kilobytes(whole));
    head + &rows.into_iter().map(row).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_of_the_crate_that_its_type_is_of() {
        let mangled = |path: &str, name: &str| {
            format!("_ZN{}{path}{}{name}17h0123456789abcdefE", path.len(), name.len())
        };
        for (path, name, expected) in [
            ("std", "alloc", "std"),
            ("_$LT$yew..html..Html$u20$as$u20$core..clone..Clone$GT$", "clone", "yew"),
            ("_$LT$T$u20$as$u20$alloc..string..ToString$GT$", "to_string", "alloc"),
            ("_$LT$$RF$mut$u20$W$u20$as$u20$core..fmt..Write$GT$", "write_str", "core"),
            ("_$LT$$u5b$core..fmt..Show$u5d$$u20$as$u20$a..B$GT$", "f", "core"),
        ] {
            assert_eq!(crate_of(&mangled(path, name)), expected, "{path}");
        }
        assert_eq!(crate_of("<str>::split::<char>"), "core");
        assert_eq!(crate_of("__wbindgen_malloc"), OTHERS);
    }

    /// A module with a function of 4 bytes, named, and one of 2 bytes without a name.
    #[test]
    fn every_byte_of_code_counts_once() {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 4, 1, 0x60, 0, 0]); // a type: no parameters, no result
        module.extend([3, 3, 2, 0, 0]); // two functions of it
        module.extend([10, 9, 2, 4, 0, 1, 1, 0x0b, 2, 0, 0x0b]); // their code
        let name = b"_ZN3yew1f17h0123456789abcdefE";
        let length = name.len() as u8;
        module.extend([0, length + 10, 4]);
        module.extend(b"name");
        module.extend([1, length + 3, 1, 0, length]);
        module.extend(name);
        let sizes = of(&module).unwrap();
        assert_eq!(sizes.get("yew"), Some(&4));
        assert_eq!(sizes.get(OTHERS), Some(&2));
        assert_eq!(
            table("m.wasm", &BTreeMap::from([("a".into(), 998), ("b".into(), 1), ("c".into(), 1)])),
            "m.wasm by crate, before wasm-opt: 1.0 KB\n  \
             a                                   1.0 KB    99.8 %\n  \
             2 others                            0.0 KB     0.2 %\n"
        );
    }
}
