package import DocbuildCore
import TOMLKit

/// What `docbuild.toml` at the root says; every key is optional, and so is the file.
package struct Configuration: Sendable, Decodable {
  /// Patterns (`Glob`) of templates; `**/*.src` when left out.
  package var templates: [String]?
  /// Patterns of in-place documents; when left out, every `.md` that holds an `embed` or embedmd command.
  package var inPlace: [String]?
  /// Patterns of files and folders that are left out.
  package var exclude: [String]?
  /// From a template to its output, where that is not `NAME.md` beside it; both below the root.
  package var outputs: [String: String]?
  /// Patterns of files that would be refused as secrets and are read all the same, against the path below the
  /// root as of `glob(7)`.
  package var allow: [String]?
  /// From the id of a check to `error`, `warning` or `off`.
  package var checks: [String: String]?

  /// The keys, with what each takes.
  package static let keys: [(name: String, takes: String)] = [
    ("templates", "a list of patterns, as in templates = [\"docs/**/*.src\"]"),
    ("in-place", "a list of patterns, as in in-place = [\"README.md\"]"),
    ("exclude", "a list of patterns, as in exclude = [\"vendor/\"]"),
    ("outputs", "a table from templates to outputs, as in \"a.src\" = \"site/a.md\""),
    ("allow", "a list of patterns, as in allow = [\"examples/.env\"]"),
    ("checks", "a table from checks to \"error\", \"warning\" or \"off\""),
  ]

  private enum CodingKeys: String, CodingKey {
    case templates, exclude, outputs, allow, checks
    case inPlace = "in-place"
  }

  package init() {}

  /// The file's name.
  package static let name = Bytes("docbuild.toml".utf8)

  /// Reads a configuration.
  ///
  /// - Parameter checks: the ids that `checks` may name.
  /// - Throws: a diagnostic at the line and column of what is wrong: syntax, an unknown key, a wrong type.
  package static func parse(
    _ source: Source, checks: [String] = []
  ) throws(ConfigurationProblem) -> Configuration {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: source.bytes.text)
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      throw problem(
        "\(error.description.lowercased())", source.place(line: begin.line, column: begin.column))
    } catch {
      throw problem("\(error)", Place(file: source.name))
    }
    let known = keys.map(\.name)
    for key in table.keys.sorted() where !known.contains(key) {
      throw unknown("key", key, known, source)
    }
    for (key, takes) in keys where table[key] != nil {
      // Each key by itself, so that the one that is wrong is known.
      guard let value = table[key], isSound(value, key) else {
        throw problem("'\(key)' takes \(takes)", source.place(ofKey: key))
      }
    }
    guard let found = try? TOMLDecoder(strictDecoding: true).decode(Configuration.self, from: table)
    else {
      throw problem("this is no configuration of docbuild", Place(file: source.name))
    }
    for (id, severity) in (found.checks ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard checks.contains(id) else { throw unknown("check", id, checks, source) }
      guard ["error", "warning", "off"].contains(severity) else {
        throw problem(
          "'\(id)' is \"error\", \"warning\" or \"off\", found \"\(severity)\"",
          source.place(ofKey: id))
      }
    }
    return found
  }

  private static func isSound(_ value: any TOMLValueConvertible, _ key: String) -> Bool {
    if key == "outputs" || key == "checks" {
      return value.table?.values.allSatisfy { $0.string != nil } ?? false
    }
    return value.array?.allSatisfy { $0.string != nil } ?? false
  }

  private static func unknown(_ what: String, _ name: String, _ known: [String], _ source: Source)
    -> ConfigurationProblem
  {
    let guess = nearest(to: name, among: known, count: 1).first
    var made = problem(
      "unknown \(what) '\(name)'"
        + (guess == nil ? ": expected one of \(known.joined(separator: ", "))" : ""),
      source.place(ofKey: name))
    made.diagnostic.fixIt = guess.map { .init($0) }
    return made
  }

  private static func problem(_ message: String, _ place: Place) -> ConfigurationProblem {
    ConfigurationProblem(diagnostic: Diagnostic(.invalidConfiguration, message, at: place))
  }
}

/// What is wrong with the configuration.
package struct ConfigurationProblem: Error, Sendable { package var diagnostic: Diagnostic }

extension Source {
  /// Where a key stands, bare or quoted, at the start of a line or in an inline table.
  fileprivate func place(ofKey key: String) -> Place {
    let name = Bytes(key.utf8)
    for index in lines.indices {
      let text = bytes[line(index)].trimmed()
      let isQuoted = text.first == UInt8(ascii: "\"") || text.first == UInt8(ascii: "'")
      let key = isQuoted ? text.dropFirst() : text
      guard key.starts(with: name) else { continue }
      // The whole key, not one that only begins so.
      let next = key.dropFirst(name.count).first
      guard next.map({ $0.isBlank || "=.\"']".utf8.contains($0) }) ?? true else { continue }
      return place(at: key.startIndex..<key.startIndex + name.count, line: index + 1)
    }
    // A table's header, as in [checks].
    let header = [UInt8(ascii: "[")] + name + [UInt8(ascii: "]")]
    for index in lines.indices {
      let text = bytes[line(index)].trimmed()
      guard text.starts(with: header) else { continue }
      return place(at: text.startIndex + 1..<text.startIndex + 1 + name.count, line: index + 1)
    }
    return Place(file: self.name)
  }

  fileprivate func place(line number: Int, column: Int) -> Place {
    guard number >= 1, number <= lines.count else { return Place(file: name) }
    let range = line(number - 1)
    let start = min(range.lowerBound + max(0, column - 1), range.upperBound)
    return place(at: start..<start + 1, line: number)
  }
}
