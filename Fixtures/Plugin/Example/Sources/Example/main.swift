import Foundation

let transport = MockTransport { _ in try HTTPResponse(json: ["celsius": 93.5]) }
let stage = Stage.executeAPI(id: "abc123", region: "eu-west-1", stage: "prod")
let kettle = try await ExampleClient(stage: stage, transport: transport).getKettle()
print("\(kettle.celsius) degrees")
