//! Speed of the engine. `cargo xtask bench` runs it; the budgets are in ARCHITECTURE.md.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kms_policy::actions::Action;
use kms_policy::decide::Model;
use kms_policy::scenario::{Matrix, Principal, Scenario};
use std::hint::black_box;

const COURSE: &str = include_str!("../../../cases/demonstration/share-a-key.json");

/// The course's scenario with ten principals and all actions.
fn ten_by_fifty_eight() -> Scenario {
    let mut scenario = Scenario::from_json(COURSE).expect("the course's scenario");
    let model = scenario.principals.clone();
    scenario.principals = (0..10)
        .map(|number| Principal {
            id: Some(format!("p{number}")),
            ..model[number % model.len()].clone()
        })
        .collect();
    scenario.requests.clear();
    scenario.matrix = Some(Matrix {
        actions: Some(Action::all().map(|action| action.to_string()).collect()),
        ..Matrix::default()
    });
    scenario
}

fn decide(criterion: &mut Criterion) {
    let scenario = ten_by_fifty_eight();
    let model = Model::new(&scenario).expect("a scenario that can be used");
    let mut group = criterion.benchmark_group("course");
    group.throughput(Throughput::Elements(580));
    group.bench_function("580 verdicts, compiled", |bencher| {
        bencher.iter(|| black_box(&model).matrix());
    });
    group.bench_function("580 verdicts, documents read and compiled", |bencher| {
        bencher.iter(|| Model::new(black_box(&scenario)).expect("a scenario").matrix());
    });
    group.finish();
    let question = model.matrix_question("p1", "kms:Decrypt").expect("a principal");
    criterion.bench_function("one decision with its explanation", |bencher| {
        bencher.iter(|| model.explain(black_box(&question), 0));
    });
}

criterion_group!(benches, decide);
criterion_main!(benches);
