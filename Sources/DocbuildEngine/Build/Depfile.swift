package import DocbuildCore

/// What an output is made from, as Make writes it: a rule, then an empty rule for every source, so that one
/// which is deleted does not stop Make (GCC's `-MP`).
///
/// Make manual, 4.4 "Types of prerequisites"; the escapes are those that GCC writes and ninja reads.
///
/// - Parameter recipe: how it is made, one line; empty where that stands elsewhere.
package func depfile(output: Bytes, dependencies: [Bytes], recipe: Bytes = []) -> Bytes {
  var text = output.escapedForMake + [UInt8(ascii: ":")]
  for name in dependencies { text += Bytes(" \\\n  ".utf8) + name.escapedForMake }
  text.append(UInt8(ascii: "\n"))
  if !recipe.isEmpty { text += [UInt8(ascii: "\t")] + recipe + [UInt8(ascii: "\n")] }
  for name in dependencies {
    text += [UInt8(ascii: "\n")] + name.escapedForMake + Bytes(":\n".utf8)
  }
  return text
}

extension Bytes {
  /// For a target or a prerequisite in a makefile.
  package var escapedForMake: Bytes {
    var made: Bytes = []
    for byte in self {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: ":"), UInt8(ascii: "\t"):
        made += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "$"): made += [byte, byte]
      default: made.append(byte)
      }
    }
    return made
  }

  /// For a path in a ninja file (ninja manual, "Lexical syntax").
  package var escapedForNinja: Bytes {
    flatMap { byte -> Bytes in
      " :$\n".utf8.contains(byte) ? [UInt8(ascii: "$"), byte] : [byte]
    }
  }
}
