package import DocbuildCore
import Glibc

/// The output that a template is woven into: `NAME.md` for `NAME.src`; an in-place document is its own.
package func outputPath(ofTemplate path: Bytes) -> Bytes {
  let ending = Bytes(".src".utf8)
  guard path.suffix(ending.count).elementsEqual(ending) else { return path }
  return path.dropLast(ending.count) + Bytes(".md".utf8)
}

/// The template of an output: `NAME.src` for `NAME.md` where it is there, else the document itself.
package func templatePath(ofOutput path: Bytes) -> Bytes {
  let ending = Bytes(".md".utf8)
  guard path.suffix(ending.count).elementsEqual(ending) else { return path }
  let template = path.dropLast(ending.count) + Bytes(".src".utf8)
  return Bytes(template).exists ? Bytes(template) : path
}

/// The files that `paths` name: a folder stands for every `*.src` below it, hidden folders left out; in order of name.
package func templates(at paths: [Bytes]) throws(SystemError) -> [Bytes] {
  var found: [Bytes] = []
  for path in paths { try collect(path, into: &found) }
  return found
}

private func collect(_ path: Bytes, into found: inout [Bytes]) throws(SystemError) {
  var status = stat()
  guard path.withCString({ stat($0, &status) }) == 0 else {
    throw SystemError("cannot read", path.text)
  }
  guard status.st_mode & S_IFMT == S_IFDIR else {
    found.append(path)
    return
  }
  guard let folder = path.withCString({ opendir($0) }) else {
    throw SystemError("cannot read", path.text)
  }
  var names: [Bytes] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { Bytes($0.prefix { $0 != 0 }) }
    if name.first != UInt8(ascii: ".") { names.append(name) }
  }
  closedir(folder)
  for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
    let inside = path == Bytes(".".utf8) ? name : path.joined(name)
    guard inside.withCString({ lstat($0, &status) }) == 0 else { continue }
    if status.st_mode & S_IFMT == S_IFDIR {
      try collect(inside, into: &found)
    } else if status.st_mode & S_IFMT == S_IFREG, name.suffix(4).elementsEqual(".src".utf8) {
      found.append(inside)
    }
  }
}
