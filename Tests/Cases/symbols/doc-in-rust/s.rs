use x;
/// Tells.
#[inline]
fn f() {}
