//! Measurements: the engine natively, typing in the browser.

use anyhow::Result;

use crate::{
    page,
    session::{Need, Session},
    shell,
};

const BROWSER_BENCH: &str = "e2e/bench.mjs";

pub fn run(session: &mut Session) -> Result<()> {
    shell::run(&mut session.shell.command("cargo", ["bench", "-p", "kms-policy"]))?;
    if !session.shell.root.join(BROWSER_BENCH).exists() {
        println!("no {BROWSER_BENCH}: only the engine was measured");
        return Ok(());
    }
    session.build_page()?;
    session.ensure(&[Need::Browser])?;
    let mut node = session.shell.command("node", [BROWSER_BENCH]);
    node.env("CHROME", session.browser()?).env("DIST", page::dist(&session.shell));
    shell::run(&mut node)
}
