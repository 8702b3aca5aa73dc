package pmctl.ida;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * The time that IDA goes by. Its code asks one method of MOSIP's kernel-core for it; as an agent this puts its own answer
 * there, so that a test can let a year pass. Whatever IDA does with the time stays its own.
 */
public class Clock implements ClassFileTransformer {
    private static final Set<String> ASKED = Set.of("io/mosip/kernel/core/util/DateUtils", "io/mosip/kernel/core/util/DateUtils2");
    private static final String METHOD = "getUTCCurrentDateTime";
    private static final String DESCRIPTOR = "()Ljava/time/LocalDateTime;";

    private static volatile LocalDateTime standing;

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new Clock());
    }

    /** Called from where the real method was. */
    public static LocalDateTime now() {
        LocalDateTime set = standing;
        return set == null ? LocalDateTime.now(ZoneOffset.UTC) : set;
    }

    /** Stops it at a moment; null lets it run with the machine's. */
    static void stand(LocalDateTime moment) {
        standing = moment;
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> known, ProtectionDomain domain, byte[] bytes) {
        if (!ASKED.contains(name)) {
            return null;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(new ClassVisitor(Opcodes.ASM6, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                MethodVisitor kept = super.visitMethod(access, method, descriptor, signature, exceptions);
                if (!method.equals(METHOD) || !descriptor.equals(DESCRIPTOR)) {
                    return kept;
                }
                answer(kept);
                return null;
            }
        }, 0);
        return writer.toByteArray();
    }

    private static void answer(MethodVisitor method) {
        method.visitCode();
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "pmctl/ida/Clock", "now", DESCRIPTOR, false);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
    }
}
