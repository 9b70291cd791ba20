//! The command line, read by hand: a few commands with a handful of options need no library.

pub const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N] [--no-open]   set up, build, and serve the page on 127.0.0.1 (port 8080)
  test [--only STEP]...          set up, then run everything that CI runs, or single steps
  dist                           make the static site, to be hosted anywhere, in dist/
  package                        build and pack the npm package into dist-npm/
  size [--build]                 compare what the page loads with its budgets
  verify [WHAT] [OPTION]...      hold the engine against the reference; WHAT for longer runs:
                                 random [--count N] [--seed S], statements [--most N],
                                 layers [--letters N], cases
  fuzz [TARGET]... [--seconds N] feed the engine texts that nobody wrote, a minute (60) a target
  mutants [--file GLOB]...       change what decides, one place at a time: some test must fail, else
                                 the change stands in crates/core/mutants.tsv with its reason;
                                 [--list] counts, [--resume] leaves out what was caught before,
                                 [--jobs N] in N copies at once, [--shard K/N] part K (from 0) of N
  coverage                       say which branches of the core no test takes
  advisories                     hold the lock files against the known security advisories
  bench [--write | --render]     measure the engine natively and in Node, typing and start in the browser;
                                 --write renews docs/benchmarks.* and README's table, --render renews
                                 them from docs/benchmarks.json without measuring
  setup                          only install what is missing
  help                           show this text

Environment:
  CHROME=PATH              the browser for `test` and `bench`
  XTASK_TOOLCHAIN=distro   build with Debian's Rust instead of rustup's";

const DEFAULT_PORT: u16 = 8080;

/// How long a target is fuzzed.
const DEFAULT_SECONDS: u32 = 60;

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Setup,
    Serve {
        port: u16,
        open: bool,
    },
    Test {
        only: Vec<String>,
    },
    Size {
        build: bool,
    },
    Bench(Write),
    Dist,
    Package,
    Fuzz {
        /// Empty: all of them.
        targets: Vec<String>,
        seconds: u32,
    },
    Mutants(Mutants),
    Coverage,
    Advisories,
    /// With the arguments of `kms-policy-verify`.
    Verify {
        args: Vec<String>,
    },
}

/// What `bench` writes into the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    Nothing,
    /// The results, and what says the same.
    Results,
    /// What says the same as the results that are there.
    Rendered,
}

/// How `mutants` is run.
#[derive(Debug, PartialEq, Eq)]
pub struct Mutants {
    /// Globs; empty: all that decides.
    pub files: Vec<String>,
    pub jobs: usize,
    /// Which part, from 0, of how many.
    pub shard: Option<(usize, usize)>,
    /// Only count.
    pub list: bool,
    /// Leave out what earlier runs caught.
    pub resume: bool,
}

/// Reads the arguments after `cargo xtask`; an error is a sentence to show above the usage.
pub fn parse(args: &[String]) -> Result<Command, String> {
    let Some((name, options)) = args.split_first() else {
        return Err("no command given".into());
    };
    let mut options = options.iter().map(String::as_str);
    let command = match name.as_str() {
        "help" | "--help" | "-h" => Command::Help,
        "setup" => Command::Setup,
        "bench" => Command::Bench(match options.next() {
            None => Write::Nothing,
            Some("--write") => Write::Results,
            Some("--render") => Write::Rendered,
            Some(other) => return Err(unknown_option(name, other)),
        }),
        "dist" => Command::Dist,
        "package" => Command::Package,
        "verify" => Command::Verify { args: options.by_ref().map(str::to_owned).collect() },
        "serve" => serve(&mut options)?,
        "test" => test(&mut options)?,
        "fuzz" => fuzz(&mut options)?,
        "mutants" => Command::Mutants(mutants(&mut options)?),
        "coverage" => Command::Coverage,
        "advisories" => Command::Advisories,
        "size" => match options.next() {
            None => Command::Size { build: false },
            Some("--build") => Command::Size { build: true },
            Some(other) => return Err(unknown_option(name, other)),
        },
        _ => return Err(format!("unknown command `{name}`")),
    };
    match options.next() {
        None => Ok(command),
        Some(other) => Err(unknown_option(name, other)),
    }
}

fn serve<'a>(options: &mut impl Iterator<Item = &'a str>) -> Result<Command, String> {
    let (mut port, mut open) = (DEFAULT_PORT, true);
    while let Some(option) = options.next() {
        match option {
            "--no-open" => open = false,
            "--port" => {
                let value = options.next().unwrap_or_default();
                port = value
                    .parse()
                    .map_err(|_| format!("`--port` needs a number up to 65535, not `{value}`"))?;
            }
            other => return Err(unknown_option("serve", other)),
        }
    }
    Ok(Command::Serve { port, open })
}

fn test<'a>(options: &mut impl Iterator<Item = &'a str>) -> Result<Command, String> {
    let mut only = Vec::new();
    while let Some(option) = options.next() {
        if option != "--only" {
            return Err(unknown_option("test", option));
        }
        let step = options.next().ok_or("`--only` needs the name of a step")?;
        only.push(step.to_owned());
    }
    Ok(Command::Test { only })
}

fn fuzz<'a>(options: &mut impl Iterator<Item = &'a str>) -> Result<Command, String> {
    let (mut targets, mut seconds) = (Vec::new(), DEFAULT_SECONDS);
    while let Some(option) = options.next() {
        match option {
            "--seconds" => {
                let value = options.next().unwrap_or_default();
                // For libFuzzer no seconds are all the time there is.
                seconds = value.parse().ok().filter(|seconds| *seconds > 0).ok_or_else(|| {
                    format!("`--seconds` needs a number of seconds, not `{value}`")
                })?;
            }
            option if option.starts_with('-') => return Err(unknown_option("fuzz", option)),
            target => targets.push(target.to_owned()),
        }
    }
    Ok(Command::Fuzz { targets, seconds })
}

fn mutants<'a>(options: &mut impl Iterator<Item = &'a str>) -> Result<Mutants, String> {
    let mut mutants =
        Mutants { files: Vec::new(), jobs: 1, shard: None, list: false, resume: false };
    while let Some(option) = options.next() {
        match option {
            "--list" => mutants.list = true,
            "--resume" => mutants.resume = true,
            "--file" => {
                let file = options.next().ok_or("`--file` needs a glob")?;
                mutants.files.push(file.to_owned());
            }
            "--jobs" => {
                let value = options.next().unwrap_or_default();
                mutants.jobs =
                    value.parse().ok().filter(|jobs| *jobs > 0).ok_or_else(|| {
                        format!("`--jobs` needs a number of copies, not `{value}`")
                    })?;
            }
            "--shard" => {
                let value = options.next().unwrap_or_default();
                mutants.shard = Some(shard(value).ok_or_else(|| {
                    format!("`--shard` needs a part and their number such as 0/8, not `{value}`")
                })?);
            }
            other => return Err(unknown_option("mutants", other)),
        }
    }
    Ok(mutants)
}

fn shard(text: &str) -> Option<(usize, usize)> {
    let (number, of) = text.split_once('/')?;
    let (number, of) = (number.parse().ok()?, of.parse().ok()?);
    (number < of).then_some((number, of))
}

/// Of `all`, those that were named, in their own order, or all of them.
pub fn chosen<'a, T>(
    kind: &str,
    all: &'a [T],
    name: impl Fn(&T) -> &str,
    named: &[String],
) -> anyhow::Result<Vec<&'a T>> {
    let names: Vec<&str> = all.iter().map(&name).collect();
    if let Some(unknown) = named.iter().find(|one| !names.contains(&one.as_str())) {
        anyhow::bail!("no {kind} `{unknown}`; the {kind}s are {}", names.join(", "));
    }
    let is_chosen = |one: &&T| named.is_empty() || named.iter().any(|wanted| wanted == name(one));
    Ok(all.iter().filter(is_chosen).collect())
}

fn unknown_option(command: &str, option: &str) -> String {
    format!("`{command}` does not know `{option}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Command, &str>) {
        let args: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        assert_eq!(parse(&args), expected.map_err(str::to_owned), "{line}");
    }

    #[test]
    fn commands_and_their_options() {
        check("help", Ok(Command::Help));
        check("dist", Ok(Command::Dist));
        check("package", Ok(Command::Package));
        let served = |port, open| Ok(Command::Serve { port, open });
        check("serve", served(8080, true));
        check("serve --no-open --port 9000", served(9000, false));
        let only = |steps: &[&str]| {
            let only = steps.iter().map(|&step| step.to_owned()).collect();
            Ok(Command::Test { only })
        };
        check("test", only(&[]));
        check("test --only fmt --only docs", only(&["fmt", "docs"]));
        check("size --build", Ok(Command::Size { build: true }));
        check("bench", Ok(Command::Bench(Write::Nothing)));
        check("bench --write", Ok(Command::Bench(Write::Results)));
        check("bench --render", Ok(Command::Bench(Write::Rendered)));
        let args = ["random", "--count", "9"].map(str::to_owned).to_vec();
        check("verify random --count 9", Ok(Command::Verify { args }));
        let fuzzed = |targets: &[&str], seconds| {
            let targets = targets.iter().map(|&target| target.to_owned()).collect();
            Ok(Command::Fuzz { targets, seconds })
        };
        check("fuzz", fuzzed(&[], 60));
        check("fuzz --seconds 600 link policy", fuzzed(&["link", "policy"], 600));
        check("coverage", Ok(Command::Coverage));
        check("advisories", Ok(Command::Advisories));
        let all = |files: &[&str]| Mutants {
            files: files.iter().map(|&file| file.to_owned()).collect(),
            jobs: 1,
            shard: None,
            list: false,
            resume: false,
        };
        check("mutants", Ok(Command::Mutants(all(&[]))));
        let part = Mutants { jobs: 2, shard: Some((1, 8)), resume: true, ..all(&["a.rs", "b/**"]) };
        let line = "mutants --file a.rs --file b/** --jobs 2 --shard 1/8 --resume";
        check(line, Ok(Command::Mutants(part)));
        check("mutants --list", Ok(Command::Mutants(Mutants { list: true, ..all(&[]) })));
    }

    #[test]
    fn wrong_calls_say_what_is_wrong() {
        check("", Err("no command given"));
        check("sevre", Err("unknown command `sevre`"));
        check("setup --fast", Err("`setup` does not know `--fast`"));
        check("dist --fast", Err("`dist` does not know `--fast`"));
        check("bench --fast", Err("`bench` does not know `--fast`"));
        check("fuzz --fast", Err("`fuzz` does not know `--fast`"));
        check("fuzz --seconds 0", Err("`--seconds` needs a number of seconds, not `0`"));
        check("mutants --file", Err("`--file` needs a glob"));
        check("mutants --jobs 0", Err("`--jobs` needs a number of copies, not `0`"));
        let part = "`--shard` needs a part and their number such as 0/8, not `8/8`";
        check("mutants --shard 8/8", Err(part));
        check("coverage --x", Err("`coverage` does not know `--x`"));
        check("size --build --x", Err("`size` does not know `--x`"));
        check("test --only", Err("`--only` needs the name of a step"));
        check("serve --port 99999", Err("`--port` needs a number up to 65535, not `99999`"));
    }
}
