package pmctl.ida;

import com.fasterxml.jackson.module.afterburner.AfterburnerModule;
import io.mosip.authentication.common.service.entity.PartnerData;
import io.mosip.authentication.common.service.exception.IdAuthExceptionHandler;
import io.mosip.authentication.common.service.integration.PartnerServiceManager;
import io.mosip.authentication.common.service.repository.PartnerDataRepository;
import io.mosip.authentication.common.service.transaction.manager.IdAuthSecurityManager;
import io.mosip.authentication.common.service.util.EnvUtil;
import io.mosip.kernel.websub.api.config.IntentVerificationConfig;
import io.mosip.kernel.websub.api.config.WebSubClientConfig;
import io.mosip.kernel.websub.api.config.publisher.RestTemplateHelper;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.cache.CacheAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.domain.EntityScan;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** IDA's own PartnerServiceManager, entities, repositories and error handler on an in-memory database, behind a loopback port. */
@SpringBootConfiguration
@EnableCaching
@ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class, AopAutoConfiguration.class, JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class, ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
        JpaRepositoriesAutoConfiguration.class, CacheAutoConfiguration.class})
@EntityScan(basePackageClasses = PartnerData.class)
@EnableJpaRepositories(basePackageClasses = PartnerDataRepository.class, includeFilters = @ComponentScan.Filter(
        type = FilterType.REGEX, pattern = ".*\\.(Partner|Policy|ApiKey|MispLicense|OIDCClient)\\w*Repository"))
@Import({
        PartnerServiceManager.class, IdAuthExceptionHandler.class, WebSubClientConfig.class, RestTemplateHelper.class, IntentVerificationConfig.class,
        Checks.class, Callbacks.class})
public class RealIda {

    /** IDA registers the same module. */
    @Bean
    public AfterburnerModule afterburnerModule() {
        return new AfterburnerModule();
    }

    /** The real class without its collaborators: registered as it is, so that nothing is injected into it. Only getUser() is asked. */
    static class SecurityManagerStandIn implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            EnvUtil.setIdaAuthClientId("pmctl-real-ida");
            context.getBeanFactory().registerSingleton("idAuthSecurityManager", new IdAuthSecurityManager());
        }
    }

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(RealIda.class);
        application.addInitializers(new SecurityManagerStandIn());
        application.run(args);
    }
}
