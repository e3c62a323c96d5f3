use std::cmp::Ordering;

// ANCHOR: hint
fn hint(secret: u32, guess: u32) -> &'static str {
    // ANCHOR: compare
    match guess.cmp(&secret) {
        Ordering::Less => "too small",
        Ordering::Greater => "too big",
        Ordering::Equal => "you win",
    }
    // ANCHOR_END: compare
}
// ANCHOR_END: hint

fn main() {
    println!("{}", hint(42, 7));
}
