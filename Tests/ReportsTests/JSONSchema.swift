import Foundation

/// A validator for the keywords of JSON Schema 2020-12 that the report's schema uses; an unknown keyword is an error.
struct JSONSchema {
  private let root: [String: Any]

  struct Broken: Error { let reason: String }

  init(text: String) throws {
    guard let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      throw Broken(reason: "not an object")
    }
    self.root = root
  }

  /// What is wrong with a value, with the place of each problem; empty when nothing is.
  func problems(of value: Any) -> [String] {
    var out: [String] = []
    check(value, root, "$", &out)
    return out
  }

  private static let ignored: Set<String> = ["$schema", "$id", "title", "description", "$defs"]

  private func check(_ value: Any, _ schema: [String: Any], _ path: String, _ out: inout [String]) {
    for (keyword, rule) in schema where !Self.ignored.contains(keyword) {
      switch keyword {
      case "$ref":
        let name = (rule as? String ?? "").replacing("#/$defs/", with: "")
        guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
          out.append("\(path): no definition \(name)")
          continue
        }
        check(value, target, path, &out)
      case "type":
        let types = rule as? [String] ?? [rule as? String ?? ""]
        if !types.contains(where: { Self.isType($0, value) }) { out.append("\(path): not \(types)") }
      case "const": if !Self.isEqual(value, rule) { out.append("\(path): not the constant") }
      case "enum":
        if !((rule as? [Any]) ?? []).contains(where: { Self.isEqual(value, $0) }) {
          out.append("\(path): not one of the values")
        }
      case "pattern":
        if let text = value as? String, text.range(of: rule as? String ?? "", options: .regularExpression) == nil {
          out.append("\(path): \(text) does not match")
        }
      case "minimum":
        if let number = value as? NSNumber, number.doubleValue < (rule as? NSNumber)?.doubleValue ?? 0 {
          out.append("\(path): too small")
        }
      case "minLength":
        if let text = value as? String, text.unicodeScalars.count < rule as? Int ?? 0 {
          out.append("\(path): too short")
        }
      case "items":
        for (index, item) in (value as? [Any] ?? []).enumerated() {
          check(item, rule as? [String: Any] ?? [:], "\(path)[\(index)]", &out)
        }
      case "required":
        if let object = value as? [String: Any] {
          for name in rule as? [String] ?? [] where object[name] == nil { out.append("\(path): \(name) is missing") }
        }
      case "properties", "additionalProperties": continue
      default: out.append("\(path): the schema uses \(keyword), which is not understood")
      }
    }
    checkMembers(value, schema, path, &out)
  }

  private func checkMembers(_ value: Any, _ schema: [String: Any], _ path: String, _ out: inout [String]) {
    guard let object = value as? [String: Any], let properties = schema["properties"] as? [String: Any] else { return }
    for (name, member) in object {
      if let rule = properties[name] as? [String: Any] {
        check(member, rule, path + "." + name, &out)
      } else if schema["additionalProperties"] as? Bool == false {
        out.append("\(path): \(name) is not allowed")
      }
    }
  }

  private static func isType(_ type: String, _ value: Any) -> Bool {
    let isBoolean = (value as? NSNumber).map { isBooleanNumber($0) } ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "null": return value is NSNull
    case "boolean": return isBoolean
    case "number": return value is NSNumber && !isBoolean
    case "integer": return !isBoolean && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } == true
    default: return false
    }
  }

  private static func isEqual(_ a: Any, _ b: Any) -> Bool {
    if a is NSNull { return b is NSNull }
    return (a as? String) != nil && (a as? String) == (b as? String)
  }

  private static func isBooleanNumber(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
