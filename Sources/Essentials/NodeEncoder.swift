/// Puts what a value encodes into a node.
struct NodeEncoder: Encoder {
  let node: Node
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .object = node.content {} else { node.content = .object([:]) }
    return KeyedEncodingContainer(Members(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .list = node.content {} else { node.content = .list([]) }
    return Elements(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node, codingPath: codingPath)
  }
}

/// An object's members.
private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let codingPath: [any CodingKey]

  private func encoder(_ name: String) -> NodeEncoder {
    NodeEncoder(node: node.member(name), codingPath: codingPath)
  }

  func encodeNil(forKey key: Key) { _ = node.member(key.stringValue) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try value.encode(to: encoder(key.stringValue))
  }

  func nestedContainer<Inner>(keyedBy type: Inner.Type, forKey key: Key)
    -> KeyedEncodingContainer<Inner>
  {
    encoder(key.stringValue).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key.stringValue).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder("super") }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(key.stringValue) }
}

/// A list's elements.
private struct Elements: UnkeyedEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]
  var count: Int { if case .list(let items) = node.content { items.count } else { 0 } }

  private func encoder() -> NodeEncoder {
    NodeEncoder(node: node.element(), codingPath: codingPath)
  }

  func encodeNil() { _ = node.element() }
  func encode(_ value: some Encodable) throws { try value.encode(to: encoder()) }

  func nestedContainer<Inner>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
    encoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder() }
}

/// A value that holds no others.
private struct Single: SingleValueEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  func encodeNil() { node.content = .null }
  func encode(_ value: String) { node.content = .text(value) }
  func encode(_ value: Bool) { node.content = .plain("\(value)") }
  func encode(_ value: Double) { node.content = .plain("\(value)") }
  func encode(_ value: Float) { node.content = .plain("\(value)") }
  func encode(_ value: Int) { node.content = .plain("\(value)") }
  func encode(_ value: Int8) { node.content = .plain("\(value)") }
  func encode(_ value: Int16) { node.content = .plain("\(value)") }
  func encode(_ value: Int32) { node.content = .plain("\(value)") }
  func encode(_ value: Int64) { node.content = .plain("\(value)") }
  func encode(_ value: UInt) { node.content = .plain("\(value)") }
  func encode(_ value: UInt8) { node.content = .plain("\(value)") }
  func encode(_ value: UInt16) { node.content = .plain("\(value)") }
  func encode(_ value: UInt32) { node.content = .plain("\(value)") }
  func encode(_ value: UInt64) { node.content = .plain("\(value)") }

  func encode(_ value: some Encodable) throws {
    try value.encode(to: NodeEncoder(node: node, codingPath: codingPath))
  }
}
