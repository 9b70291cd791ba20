//! Growth curves as a picture: both axes logarithmic, so that a straight line is a power and its slope the exponent.

use std::fmt::Write as _;

use super::{
    curves::{Curve, Place},
    show,
};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
/// Where the curves are drawn: left, top, right and bottom edge.
const PLOT: [f64; 4] = [72.0, 76.0, 560.0, 380.0];
/// Where the exponents end.
const NUMBERS: f64 = 744.0;
/// Between two labels, from line to line.
const LEADING: f64 = 18.0;

/// Legible on light and dark paper, whatever stands around it.
const STYLE: &str = "\
.paper{fill:#fff}.ink{fill:#1f2328}.soft{fill:#59636e}\
.grid{stroke:#e3e7eb}.linear{stroke:#8c959f;stroke-dasharray:2 5}\
.native{color:#0a5cc2}.node{color:#b0480b}\
.curve{stroke:currentColor;stroke-width:2;fill:none;stroke-linejoin:round}\
.point{fill:currentColor}.leader{stroke:currentColor;opacity:.45}.name{fill:currentColor}\
text{font:13px system-ui,sans-serif}.title{font-size:16px;font-weight:600}.number{text-anchor:end}.middle{text-anchor:middle}\
@media(prefers-color-scheme:dark){.paper{fill:#0d1117}.ink{fill:#e6edf3}.soft{fill:#9aa4af}\
.grid{stroke:#232a33}.linear{stroke:#6e7681}.native{color:#6cb2ff}.node{color:#f2a35e}}";

/// The SVG of these curves, by the size of `grows`.
pub fn svg(title: &str, grows: &str, curves: &[Curve]) -> String {
    let scale = Scale::around(curves);
    let [left, top, right, bottom] = PLOT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">\n\
         <style>{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n\
         <text class=\"ink title\" x=\"16\" y=\"28\">{title}</text>\n"
    );
    legend(&mut svg);
    for power in scale.sizes.0..=scale.sizes.1 {
        let x = scale.x(10_f64.powi(power));
        let (size, below) = (show::count(10_usize.pow(power as u32)), bottom + 20.0);
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{x:.1} {top}V{bottom}\"/>");
        let _ =
            writeln!(svg, "<text class=\"soft middle\" x=\"{x:.1}\" y=\"{below}\">{size}</text>");
    }
    for power in scale.times.0..=scale.times.1 {
        let (time, y) = (10_f64.powi(power), scale.y(10_f64.powi(power)));
        let (beside, middle) = (left - 8.0, y + 4.5);
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{left} {y:.1}H{right}\"/>");
        let time = show::round(time);
        let _ = writeln!(
            svg,
            "<text class=\"soft number\" x=\"{beside}\" y=\"{middle:.1}\">{time}</text>"
        );
    }
    let (middle, below) = ((left + right) / 2.0, bottom + 44.0);
    let _ =
        writeln!(svg, "<text class=\"soft middle\" x=\"{middle}\" y=\"{below}\">{grows}</text>");
    linear(&mut svg, &scale);
    for curve in curves {
        draw(&mut svg, &scale, curve);
    }
    names(&mut svg, &scale, curves);
    svg + "</svg>\n"
}

/// What the colours say.
fn legend(svg: &mut String) {
    for (place, x, says) in
        [(Place::Native, 20.0, "native"), (Place::Node, 96.0, "WebAssembly, in Node")]
    {
        let (class, beside) = (class(place), x + 10.0);
        let _ = writeln!(
            svg,
            "<g class=\"{class}\"><circle class=\"point\" cx=\"{x}\" cy=\"48\" r=\"4\"/>\
             <text class=\"name\" x=\"{beside}\" y=\"52.5\">{says}</text></g>"
        );
    }
}

/// A line that every linear growth is parallel to.
fn linear(svg: &mut String, scale: &Scale) {
    let [left, _, right, bottom] = PLOT;
    let decades = (scale.sizes.1 - scale.sizes.0).min(scale.times.1 - scale.times.0);
    let (x, y) = (
        scale.x(10_f64.powi(scale.sizes.0 + decades)),
        scale.y(10_f64.powi(scale.times.0 + decades)),
    );
    let _ = writeln!(svg, "<path class=\"linear\" d=\"M{left} {bottom}L{x:.1} {y:.1}\"/>");
    let angle = -((bottom - y) / (x - left)).atan().to_degrees();
    let (at_x, at_y) =
        (left + (right - left) * 0.06, bottom - (bottom - y) / (x - left) * (right - left) * 0.06);
    let _ = writeln!(
        svg,
        "<text class=\"soft\" transform=\"translate({at_x:.1} {at_y:.1}) rotate({angle:.1})\" y=\"14\">linear</text>"
    );
}

fn draw(svg: &mut String, scale: &Scale, curve: &Curve) {
    let places: Vec<(f64, f64)> =
        curve.points.iter().map(|(size, time)| (scale.x(*size), scale.y(*time))).collect();
    let through: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ = write!(
        svg,
        "<g class=\"{}\"><path class=\"curve\" d=\"M{}\"/>",
        class(curve.place),
        through.join("L")
    );
    for (x, y) in places {
        let _ = write!(svg, "<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
    }
    *svg += "</g>\n";
}

/// The curves' names with their exponents, each at the end of its curve, or where the next free line is.
fn names(svg: &mut String, scale: &Scale, curves: &[Curve]) {
    let [_, top, right, _] = PLOT;
    let above = top - 23.5;
    let _ =
        writeln!(svg, "<text class=\"soft number\" x=\"{NUMBERS}\" y=\"{above}\">exponent</text>");
    let mut ends: Vec<(f64, &Curve)> =
        curves.iter().filter_map(|curve| Some((scale.y(curve.points.last()?.1), curve))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let lines = spread(&ends.iter().map(|(y, _)| *y).collect::<Vec<_>>());
    for ((y, curve), line) in ends.iter().zip(lines) {
        let (from, to, beside, middle) = (right + 6.0, right + 26.0, right + 30.0, line + 4.5);
        let name = curve.operation.replace('`', "");
        let _ = writeln!(
            svg,
            "<g class=\"{}\"><path class=\"leader\" d=\"M{from} {y:.1}L{to} {line:.1}\"/>\
             <text class=\"name\" x=\"{beside}\" y=\"{middle:.1}\">{name}</text>\
             <text class=\"name number\" x=\"{NUMBERS}\" y=\"{middle:.1}\">{:.2}</text></g>",
            class(curve.place),
            curve.exponent,
        );
    }
}

/// Lines for labels that want to stand at these heights, from the top: as near as they can with room between them.
fn spread(wanted: &[f64]) -> Vec<f64> {
    // Labels that touch form a block, which stands around the middle of what its members want.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for &height in wanted {
        let mut block = (height, 1);
        while let Some(&(middle, count)) = blocks.last() {
            let room = (count + block.1) as f64 / 2.0 * LEADING;
            if block.0 - middle >= room {
                break;
            }
            let all = count + block.1;
            block = ((middle * count as f64 + block.0 * block.1 as f64) / all as f64, all);
            blocks.pop();
        }
        blocks.push(block);
    }
    let lines = |(middle, count): (f64, usize)| {
        (0..count).map(move |index| middle + (index as f64 - (count - 1) as f64 / 2.0) * LEADING)
    };
    blocks.into_iter().flat_map(lines).collect()
}

fn class(place: Place) -> &'static str {
    match place {
        Place::Native => "native",
        Place::Node => "node",
    }
}

/// The powers of ten that enclose what is drawn.
struct Scale {
    sizes: (i32, i32),
    times: (i32, i32),
}

impl Scale {
    fn around(curves: &[Curve]) -> Self {
        let points = || curves.iter().flat_map(|curve| &curve.points);
        Self {
            sizes: decades(points().map(|point| point.0)),
            times: decades(points().map(|point| point.1)),
        }
    }

    fn x(&self, size: f64) -> f64 {
        PLOT[0] + part(self.sizes, size) * (PLOT[2] - PLOT[0])
    }

    fn y(&self, time: f64) -> f64 {
        PLOT[3] - part(self.times, time) * (PLOT[3] - PLOT[1])
    }
}

fn decades(values: impl Iterator<Item = f64> + Clone) -> (i32, i32) {
    let least = values.clone().fold(f64::INFINITY, f64::min).log10().floor() as i32;
    let most = values.fold(0.0, f64::max).log10().ceil() as i32;
    (least, most.max(least + 1))
}

/// How far a value is on the way from one power of ten to another.
fn part((least, most): (i32, i32), value: f64) -> f64 {
    (value.log10() - f64::from(least)) / f64::from(most - least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(place: Place, operation: &'static str, points: &[(f64, f64)]) -> Curve {
        Curve { place, operation, points: points.to_vec(), exponent: 1.0 }
    }

    #[test]
    fn a_point_stands_where_both_axes_say() {
        let curves = [curve(Place::Native, "compile", &[(10.0, 1.0), (100.0, 100.0)])];
        let drawn = svg("Title", "statements", &curves);
        let line = drawn.lines().find(|line| line.contains("class=\"curve\"")).unwrap();
        assert_eq!(
            line,
            "<g class=\"native\"><path class=\"curve\" d=\"M72.0 380.0L560.0 76.0\"/>\
             <circle class=\"point\" cx=\"72.0\" cy=\"380.0\" r=\"3\"/>\
             <circle class=\"point\" cx=\"560.0\" cy=\"76.0\" r=\"3\"/></g>"
        );
        let texts: Vec<&str> = drawn
            .split("<text ")
            .skip(1)
            .filter_map(|text| text.split_once('>')?.1.split_once('<').map(|(text, _)| text))
            .collect();
        let expected = [
            "Title",
            "native",
            "WebAssembly, in Node",
            "10",
            "100",
            "1 µs",
            "10 µs",
            "100 µs",
            "statements",
            "linear",
            "exponent",
            "compile",
            "1.00",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn labels_keep_apart_and_stay_near() {
        assert_eq!(spread(&[10.0, 100.0]), [10.0, 100.0]);
        assert_eq!(spread(&[100.0, 100.0]), [91.0, 109.0]);
        assert_eq!(spread(&[100.0, 102.0, 104.0]), [84.0, 102.0, 120.0]);
        let lines = spread(&[50.0, 60.0, 90.0, 91.0, 92.0, 300.0]);
        assert!(lines.windows(2).all(|pair| pair[1] - pair[0] >= LEADING - 1e-9), "{lines:?}");
    }

    #[test]
    fn axes_end_at_powers_of_ten() {
        assert_eq!(decades([3.0, 4_000.0].into_iter()), (0, 4));
        assert_eq!(decades([10.0, 1_000.0].into_iter()), (1, 3));
        assert_eq!(decades([5.0].into_iter()), (0, 1));
        assert_eq!(decades([10.0].into_iter()), (1, 2));
    }
}
