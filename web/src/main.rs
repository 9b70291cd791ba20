//! Puts the page into `#app` of `index.html`.

fn main() {
    kms_policy_web::start();
}
