package import DocbuildCore

/// One output and what it is made from, as a user in the current folder would write the paths.
package struct DependencyRow: Sendable {
  /// What is made.
  package let output: Bytes
  /// What it is made from.
  package let template: Bytes
  /// What the template shows, each once.
  package let sources: [Bytes]
  /// The files and folders that it was looked for in what the template shows.
  let lookedThrough: [Bytes]

  /// An output with all that it is made from.
  package init(output: Bytes, template: Bytes, sources: [Bytes], lookedThrough: [Bytes] = []) {
    self.lookedThrough = lookedThrough
    self.output = output
    self.template = template
    self.sources = sources
  }
}

/// A ninja file that weaves every output with one `docbuild weave`, which reports by a depfile what it read. So no source
/// is named here that ninja doesn't make itself: one that is renamed would stop ninja before docbuild is asked.
///
/// `restat` lets an output that came out the same stop there (ninja manual, "Rule variables"). An in-place document is
/// made from itself, which ninja takes for a cycle: what stands for it is a stamp, made when it is up to date.
///
/// - Parameters:
///   - options: what each `docbuild weave` is called with, word by word.
///   - stamps: the folder of the stamps.
///   - renewal: how the file is made anew; nil for one that isn't.
package func ninjaFile(
  _ rows: [DependencyRow], options: [Bytes] = [], stamps: Bytes, renewal: DependencyFile? = nil
) -> Bytes {
  let flags = options.flatMap { [UInt8(ascii: " ")] + $0.quotedForShell() }
  var text = Bytes(
    """
    # Made by 'docbuild deps --format ninja'.
    ninja_required_version = 1.3
    docbuild = docbuild
    flags =
    """.utf8)
  text += flags.escapedForNinjaValue
  text += Bytes(
    """


    rule weave
      command = $docbuild weave $flags $in -o $out --depfile $out.d
      description = weave $out
      depfile = $out.d
      deps = gcc
      restat = 1

    rule embed
      command = $docbuild weave $flags $in -o $in --depfile $out.d && touch $out
      description = weave $in
      depfile = $out.d
      deps = gcc

    """.utf8)
  let inPlace = ByteTable<Bool>()
  let outputs = ByteTable<Bool>(capacity: rows.count)
  for row in rows {
    if row.output == row.template { inPlace[row.output] = true } else { outputs[row.output] = true }
  }
  for row in rows {
    let isInPlace = row.output == row.template
    let output = isInPlace ? stamps.joined(row.output.asStampName) : row.output
    text += Bytes("\nbuild ".utf8) + output.escapedForNinja
    text += Bytes((isInPlace ? ": embed " : ": weave ").utf8) + row.template.escapedForNinja
    // What another document makes in place is made before, which its stamp stands for.
    let made = row.sources.filter { inPlace[$0] != nil && $0 != row.output }
    let sources =
      row.sources.filter { outputs[$0] != nil } + made.map { stamps.joined($0.asStampName) }
    if !sources.isEmpty {
      text += Bytes(" |".utf8) + sources.flatMap { [UInt8(ascii: " ")] + $0.escapedForNinja }
    }
    text.append(UInt8(ascii: "\n"))
  }
  return text + (renewal?.ninjaEdge ?? [])
}

extension Bytes {
  /// The value of a ninja variable.
  var escapedForNinjaValue: Bytes {
    flatMap { "$\n".utf8.contains($0) ? [UInt8(ascii: "$"), $0] : [$0] }
  }

  /// A name below the folder of the stamps, whatever folder the document lies in.
  fileprivate var asStampName: Bytes {
    let parts = components.map { $0 == Bytes("..".utf8) ? Bytes("__".utf8) : $0 }
    return Bytes(parts.joined(separator: [UInt8(ascii: "/")])) + Bytes(".stamp".utf8)
  }
}
