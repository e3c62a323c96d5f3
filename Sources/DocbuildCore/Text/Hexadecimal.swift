extension UInt8 {
  /// Two hexadecimal digits, small ones unless capitals are asked for.
  package func hexadecimal(capitals: Bool = false) -> Bytes {
    let digits = Bytes((capitals ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    return [digits[Int(self >> 4)], digits[Int(self & 15)]]
  }

  /// What it counts for as a hexadecimal digit; nil when it is none.
  var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
