use std::io;

// ANCHOR: body
fn f() -> io::Result<()> {
    // ANCHOR: inner
    Ok(())
    // ANCHOR_END: inner
}
// ANCHOR_END: body

fn main() {}
