use std::fs;
fn main() {
    let laws: [(&str, fn(&[u8])); 3] = [("policy", kms_policy_fuzz::policy::holds), ("scenario", kms_policy_fuzz::scenario::holds), ("condition", kms_policy_fuzz::condition::holds)];
    for (name, law) in laws {
        let mut bad = 0; let mut n = 0; let start = std::time::Instant::now(); let mut worst = (0.0, String::new());
        for e in fs::read_dir(format!("target/fuzz/seeds/{name}")).unwrap() {
            let p = e.unwrap().path();
            let b = fs::read(&p).unwrap();
            n += 1;
            let t = std::time::Instant::now();
            if std::panic::catch_unwind(|| law(&b)).is_err() { bad += 1; if bad < 6 { println!("{name} {}", p.display()); } }
            let s = t.elapsed().as_secs_f64(); if s > worst.0 { worst = (s, p.display().to_string()); }
        }
        println!("{name}: {n} {bad} bad {:?} worst {worst:?}", start.elapsed());
    }
}
