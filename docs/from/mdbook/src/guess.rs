use std::cmp::Ordering;

fn main() {
    // ANCHOR: hint
    let hint = match 7.cmp(&42) {
        Ordering::Less => "too small",
        _ => "not too small",
    };
    // ANCHOR_END: hint
    println!("{hint}");
}
