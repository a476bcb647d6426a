package io.jenkins.plugins.monai.engine.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.mac.MAC;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * What sshj offers a machine: what OpenSSH 8.2 (Ubuntu 20.04) and newer take by default, and nothing that needs more
 * than the JDK's own cryptography. No compression, no host certificates, no key files, and no ECDSA host keys: sshj asks
 * for them by a name that only Bouncy Castle knows, and a machine that has one has an Ed25519 or RSA key too.
 */
final class SshjConfig {

    private SshjConfig() {}

    /** Names of the host-key algorithms that serve keys of a type. */
    static List<String> algorithmsFor(String keyType) {
        return keyType.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(keyType);
    }

    /**
     * Without this sshj registers Bouncy Castle as a provider for the whole Java process. Its switch is static, but
     * this plugin's copy of sshj is its own.
     */
    static void quietlyWithoutBouncyCastle() {
        SecurityUtils.setRegisterBouncyCastle(false);
    }

    static Config create() {
        quietlyWithoutBouncyCastle();
        ConfigImpl config = new ConfigImpl();
        config.setLoggerFactory(new Silence());
        config.setVersion("monai_deploy");
        config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setFileKeyProviderFactories(List.of());
        config.setCompressionFactories(List.of(new NoneCompression.Factory()));
        config.setKeyExchangeFactories(List.<Factory.Named<KeyExchange>>of(
                new Curve25519SHA256.Factory(),
                new Curve25519SHA256.FactoryLibSsh(),
                new ECDHNistP.Factory256(),
                new ECDHNistP.Factory384(),
                new ECDHNistP.Factory521(),
                DHGroups.Group16SHA512(),
                DHGroups.Group14SHA256(),
                new ExtInfoClientFactory()));
        config.setKeyAlgorithms(List.<Factory.Named<KeyAlgorithm>>of(
                KeyAlgorithms.EdDSA25519(), KeyAlgorithms.RSASHA512(), KeyAlgorithms.RSASHA256()));
        config.setCipherFactories(List.<Factory.Named<Cipher>>of(
                GcmCiphers.AES128GCM(),
                GcmCiphers.AES256GCM(),
                BlockCiphers.AES128CTR(),
                BlockCiphers.AES192CTR(),
                BlockCiphers.AES256CTR()));
        config.setMACFactories(List.<Factory.Named<MAC>>of(
                Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512()));
        return config;
    }

    /** sshj logs each broken connection with its stack; the exceptions say the same. */
    private static final class Silence implements LoggerFactory {

        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> clazz) {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
