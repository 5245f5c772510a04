import Testing
import Validation

@Suite struct RepeatedOverrideTests {
    @Test(arguments: [
        ##"#set($context.responseOverride.status = 1)#set(1️⃣$context.responseOverride.status = 2)"##,
        ##"#set($context.requestOverride.header.a = 1)#set(1️⃣$context.requestOverride.header.a = 2)"##,
        ##"#set($context.requestOverride.path.a = 1)#set(1️⃣$context.requestOverride.path.a = 2)"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(RepeatedOverride.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"#set($context.responseOverride.status = 1)#set($s = $context.responseOverride.status)"##,
        ##"#set($context.requestOverride.header.a = 1)#set($context.requestOverride.header.A = 2)"##,
        ##"#set($context.requestOverride.header.a = 1)#set($context.responseOverride.header.a = 2)"##,
        ##"#set($context.requestOverride.own = 1)#set($context.requestOverride.own = 2)"##,
        ##"""
        #if($x)#set($context.responseOverride.status = 1)#else#set($context.responseOverride.status = 2)#end
        """##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(RepeatedOverride.self, inTemplate: template)
    }
}
