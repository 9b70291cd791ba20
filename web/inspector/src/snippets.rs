//! A link as what is pasted into other pages: Markdown, and a frame.

use kms_policy::json::{Node, Value, parse};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct Snippets {
    markdown: String,
    frame: String,
}

/// What the frame may do: a page in it can be opened in full, and needs nothing else.
const SANDBOX: &str = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/// Gives the frame before it the height of its content. Any number of frames can have one each.
const FOLLOW_HEIGHT: &str = r#"
<script>
  {
    const frame = document.currentScript.previousElementSibling;
    addEventListener("message", event => {
      const { kmsPolicy, type, height } = event.data ?? {};
      if (event.source === frame.contentWindow && kmsPolicy === 1 && type === "height") frame.height = Math.ceil(height);
    });
  }
</script>"#;

/// `options` are `{base, fragment, title, width, height, theme, follow}`; without a theme the frame has
/// that of the reader's system, and with `follow` the height of its content.
pub fn snippets(options: &str) -> Option<String> {
    let options = parse(options).0;
    let text = |name| options.get(name).and_then(Node::as_str).unwrap_or_default();
    let (base, fragment, title) = (text("base"), text("fragment"), text("title"));
    let theme = match text("theme") {
        "" => String::new(),
        theme => format!("&theme={theme}"),
    };
    let source = escaped(&format!("{base}?embed{theme}{fragment}"));
    let (width, height) = (escaped(text("width")), escaped(text("height")));
    let follow = options.get("follow").is_some_and(|node| node.value == Value::Bool(true));
    let frame = format!(
        "<iframe src=\"{source}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         sandbox=\"{SANDBOX}\"></iframe>{}",
        escaped(title),
        if follow { FOLLOW_HEIGHT } else { "" },
    );
    let markdown = format!("[{}]({})", plain(title), target(&format!("{base}{fragment}")));
    serde_json::to_string(&Snippets { markdown, frame }).ok()
}

/// A text as the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text in Markdown that is nothing but a text.
fn plain(text: &str) -> String {
    let marks = |one: char| "\\`*_[]<>&".contains(one);
    let lines = text.split_whitespace().collect::<Vec<_>>().join(" ");
    lines.chars().fold(String::new(), |mut out, one| {
        if marks(one) {
            out.push('\\');
        }
        out.push(one);
        out
    })
}

/// An address as the target of a link in Markdown; an address has no `<` or `>` of its own.
fn target(address: &str) -> String {
    let ends = |one: char| matches!(one, '(' | ')') || one.is_whitespace();
    if address.contains(ends) { format!("<{address}>") } else { address.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn made(more: &str) -> (String, String) {
        let options = format!(
            r##"{{"base": "https://playground.example/kms/", "fragment": "#1abc",
            "title": "A \"key\" & <its> [policy]", "width": "100%", "height": "640" {more}}}"##
        );
        let json = parse(&snippets(&options).unwrap()).0;
        let text = |name| json.get(name).and_then(Node::as_str).unwrap().to_owned();
        (text("markdown"), text("frame"))
    }

    #[test]
    fn titles_stay_titles() {
        let (markdown, frame) = made("");
        assert_eq!(
            markdown,
            r##"[A "key" \& \<its\> \[policy\]](https://playground.example/kms/#1abc)"##
        );
        assert_eq!(
            frame,
            r##"<iframe src="https://playground.example/kms/?embed#1abc" title="A &quot;key&quot; &amp; &lt;its&gt; [policy]" width="100%" height="640" loading="lazy" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>"##
        );
    }

    #[test]
    fn an_address_stays_whole() {
        for (base, wanted) in [
            ("https://playground.example/", "[&copy;](https://playground.example/#1abc)"),
            (
                "https://playground.example/kms(1)/",
                "[&copy;](<https://playground.example/kms(1)/#1abc>)",
            ),
        ] {
            let options =
                format!(r##"{{"base": "{base}", "fragment": "#1abc", "title": "&copy;"}}"##);
            let json = parse(&snippets(&options).unwrap()).0;
            let markdown = json.get("markdown").and_then(Node::as_str).unwrap();
            assert_eq!(markdown, wanted.replace("&copy;", "\\&copy;"));
        }
    }

    #[test]
    fn a_frame_has_a_theme_and_the_height_of_its_content() {
        let (_, frame) = made(r#", "theme": "dark", "follow": true"#);
        assert!(frame.contains("?embed&amp;theme=dark#1abc\""), "{frame}");
        assert!(frame.contains("event.source === frame.contentWindow"), "{frame}");
        assert!(frame.ends_with("</script>"), "{frame}");
    }
}
