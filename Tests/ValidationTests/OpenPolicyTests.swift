import Testing
import Validation

@Suite struct OpenPolicyTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            OpenPolicy.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-policy: 1️⃣{Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*'}]}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            OpenPolicy.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-policy: {Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*', Condition: {IpAddress: {'aws:SourceIp': 203.0.113.0/24}}}]}

                """#)
    }
}
