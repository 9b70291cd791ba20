/* Says in the page why the playground did not start, or that it stopped. A classic script in ES5
   without dependencies: it must run where nothing else of the page does. */
(function () {
  "use strict";

  var PATIENCE = 4000; // Milliseconds until a notice stands even if nothing is known to have failed.
  var GRACE = 500; // After a failure: what failed may not have been needed.

  var WAIT = "Wait if the connection is slow, or reload the page.";
  var NEWER = "Use a current browser, with WebAssembly switched on. If you do, the host sends a broken file.";
  var HOST = "Check the network. If it works, the file is missing on the host: tell its owner.";
  var FRAME = "In a sandboxed frame the host has to send “Access-Control-Allow-Origin: *”.";
  var SERVER = "Open the page from a web server: browsers do not start it from a file.";

  var root = document.documentElement;
  var causes = [];
  var remedies = [];
  var notice = null;
  var timer = setTimeout(tell, PATIENCE);

  function started() {
    return root.getAttribute("data-started") === "true";
  }

  function add(list, text) {
    if (list.indexOf(text) < 0) list.push(text);
  }

  function failed(cause, remedy) {
    add(causes, cause);
    add(remedies, remedy);
    clearTimeout(timer);
    timer = setTimeout(tell, GRACE);
  }

  function notFetched(url) {
    failed(url.split(/[?#]/)[0].split("/").pop() + " could not be loaded.", HOST);
    if (location.protocol === "file:") add(remedies, SERVER);
    else if (self.origin === "null") add(remedies, FRAME);
  }

  /* The address of a file that Trunk names in the head. */
  function linked(selector) {
    var link = document.querySelector(selector);
    return link ? link.href : "A part of the program";
  }

  function tell() {
    if (!started()) {
      if (causes.length) show("The playground did not start.", causes, remedies);
      else show("The playground has not started yet; it is still loading.", [], [WAIT]);
    }
  }

  function stopped(message) {
    show("The playground stopped: " + message, ["What was kept last comes back when you reload."], []);
  }

  function show(title, lines, advice) {
    hide();
    notice = document.createElement("div");
    notice.className = "boot-notice";
    notice.setAttribute("role", "alert");
    append("strong", title);
    lines.concat(advice).forEach(function (line) { append("p", line); });
    append("button", "Reload the page").onclick = function () { location.reload(); };
    (document.body || root).appendChild(notice);
  }

  function append(name, text) {
    var element = document.createElement(name);
    element.textContent = text;
    return notice.appendChild(element);
  }

  function hide() {
    if (notice && notice.parentNode) notice.parentNode.removeChild(notice);
    notice = null;
  }

  function thrown(error, fallback) {
    if (typeof WebAssembly !== "object") return; // Said already: it follows from that.
    var name = (error && error.name) || "";
    var message = name ? name + ": " + error.message : fallback;
    if (started()) {
      // A trap of WebAssembly ends the program; other errors do not, or are not ours.
      if (name === "RuntimeError") stopped(message);
    } else if (name === "CompileError" || name === "LinkError" || name === "SyntaxError") {
      failed("This browser cannot run the program: " + message, NEWER);
    } else if (name === "TypeError" && /fetch|load|network|status|response/i.test(message)) {
      notFetched(linked("link[rel=preload][as=fetch]"));
    } else {
      failed(message, NEWER);
    }
  }

  /* Failed loads do not bubble: they are seen on their way down. */
  window.addEventListener("error", function (event) {
    var element = event.target;
    if (!element || element === window) thrown(event.error, event.message);
    else if (started()) return;
    else if (element.src || element.href) notFetched(element.src || element.href);
    else if (element.nodeName === "SCRIPT") notFetched(linked("link[rel=modulepreload]"));
  }, true);

  window.addEventListener("unhandledrejection", function (event) {
    thrown(event.reason, String(event.reason));
  });

  if (typeof WebAssembly !== "object") failed("This browser has no WebAssembly.", NEWER);
  if (!("noModule" in document.createElement("script"))) failed("This browser is too old.", NEWER);

  if (window.MutationObserver) {
    new MutationObserver(function () {
      if (started()) hide();
    }).observe(root, { attributes: true, attributeFilter: ["data-started"] });
  }
})();
