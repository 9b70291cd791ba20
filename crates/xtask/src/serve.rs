//! Builds the page and serves it on this machine until it is stopped.

use std::{
    env, fs,
    io::IsTerminal as _,
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::Child,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    page,
    session::{Need, Session},
    time,
};

/// Apart from `dist`, which holds the release page that tests and sizes are about.
const FOLDER: &str = "target/serve";

pub fn run(session: &mut Session, port: u16, open: bool) -> Result<()> {
    // Before minutes of set-up.
    drop(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
        format!("port {port} is taken: stop what uses it, or choose another with `--port N`")
    })?);

    println!("set-up");
    session.ensure(&[Need::Toolchain, Need::Node, Need::PageTools])?;

    let url = format!("http://127.0.0.1:{port}/");
    println!("build, then serve on {url} (the first build takes up to a minute; Ctrl-C stops)");
    let index = session.shell.root.join(FOLDER).join("index.html");
    // What is there after the first build is then known to come from it.
    let _ = fs::remove_file(&index);

    let start = Instant::now();
    let number = port.to_string();
    let mut args = vec!["serve", "--port", &number, "--dist", FOLDER];
    if open && io_is_a_persons() {
        args.push("--open");
    }
    let mut trunk =
        page::trunk(&session.shell, &args).spawn().context("could not start `trunk serve`")?;
    wait_until_served(&mut trunk, port)?;
    if index.exists() {
        println!("built in {}; the playground is at {url}", time::human(start.elapsed()));
    } else {
        println!("the build failed: correct the error above, and {url} shows the page by itself");
    }
    let status = trunk.wait()?;
    if !status.success() {
        bail!("`trunk serve` stopped ({status})");
    }
    Ok(())
}

/// Trunk listens as soon as its first build is over, whether it succeeded or not.
fn wait_until_served(trunk: &mut Child, port: u16) -> Result<()> {
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if let Some(status) = trunk.try_wait()? {
            bail!("`trunk serve` stopped before it served anything ({status})");
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// No browser opens on a build machine.
fn io_is_a_persons() -> bool {
    std::io::stdout().is_terminal() && env::var_os("CI").is_none()
}
