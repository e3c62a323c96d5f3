//! fn phantom() {} only in a comment
#![allow(dead_code)]
use std::fmt;

const LIMIT: usize = 8;
static BANNER: &str = "fn phantom() {";
type Pairs = Vec<(u8, u8)>;

/// Doc line
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "x",
    derive(Hash)
)]
pub struct Server {
    name: String,
}

#[derive(Debug)]
pub enum Mode {
    Idle,
    Busy { n: u8 },
}

struct Unit;
union Slot { i: u32, f: f32 }

pub trait Runner {
    const ID: u8;
    type Out;
    fn start(&self) -> u8;
    fn stop(&self) {
        println!("}} {{");
    }
}

impl Server {
    pub const MAX: u8 = 3;

    #[inline]
    pub fn new(
        name: &str,
    ) -> Self {
        fn helper() -> u8 { 1 }
        Server { name: name.into() }
    }
}

impl<'a> Runner for Stack<'a> {
    const ID: u8 = 2;
    type Out = u8;
    fn start(&self) -> u8 { 2 }
}

impl Runner for Server {
    const ID: u8 = 1;
    type Out = u8;
    fn start(&self) -> u8 {
        let _ = r#"fn ghost() { "#;
        let c = '{';
        1
    }
}

pub struct Stack<'a>(&'a str);

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "x") }
}

#[macro_export]
macro_rules! square {
    ($x:expr) => { $x * $x };
}

pub async fn run<T>(t: T) -> T
where
    T: Runner,
{
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    // explains the test
    fn start() {
        assert!(true);
    }
}
