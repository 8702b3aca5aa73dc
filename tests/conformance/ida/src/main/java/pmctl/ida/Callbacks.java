package pmctl.ida;

import io.mosip.authentication.common.service.integration.PartnerServiceManager;
import io.mosip.kernel.core.websub.model.EventModel;
import io.mosip.kernel.websub.api.annotation.PreAuthenticateContentAndVerifyIntent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The addresses that a websub hub delivers to, guarded by the real signature check and intent filter of kernel-websubclient-api.
 * As in IDA a failure to handle the event is logged and answered 200.
 */
@RestController
@RequestMapping(path = Callbacks.BASE, consumes = "application/json")
public class Callbacks {
    static final String BASE = "/idauthentication/v1/internal/callback/partnermanagement";
    private static final String SECRET = "${ida-websub-partner-service-callback-secret}";

    private final PartnerServiceManager manager;

    public Callbacks(PartnerServiceManager manager) {
        this.manager = manager;
    }

    @PostMapping("/apikey_approved")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/apikey_approved", topic = "APIKEY_APPROVED")
    public void apiKeyApproved(@RequestBody EventModel event) {
        take(Topics.APIKEY_APPROVED, event);
    }

    @PostMapping("/partner_api_key_updated")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/partner_api_key_updated", topic = "APIKEY_UPDATED")
    public void apiKeyUpdated(@RequestBody EventModel event) {
        take(Topics.APIKEY_UPDATED, event);
    }

    @PostMapping("/partner_updated")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/partner_updated", topic = "PARTNER_UPDATED")
    public void partnerUpdated(@RequestBody EventModel event) {
        take(Topics.PARTNER_UPDATED, event);
    }

    @PostMapping("/policy_updated")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/policy_updated", topic = "POLICY_UPDATED")
    public void policyUpdated(@RequestBody EventModel event) {
        take(Topics.POLICY_UPDATED, event);
    }

    @PostMapping("/misp_license_generated")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/misp_license_generated", topic = "MISP_LICENSE_GENERATED")
    public void mispLicenseGenerated(@RequestBody EventModel event) {
        take(Topics.MISP_LICENSE_GENERATED, event);
    }

    @PostMapping("/misp_license_updated")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/misp_license_updated", topic = "MISP_LICENSE_UPDATED")
    public void mispLicenseUpdated(@RequestBody EventModel event) {
        take(Topics.MISP_LICENSE_UPDATED, event);
    }

    @PostMapping("/oidc_client_created")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/oidc_client_created", topic = "OIDC_CLIENT_CREATED")
    public void oidcClientCreated(@RequestBody EventModel event) {
        take(Topics.OIDC_CLIENT_CREATED, event);
    }

    @PostMapping("/oidc_client_updated")
    @PreAuthenticateContentAndVerifyIntent(secret = SECRET, callback = BASE + "/oidc_client_updated", topic = "OIDC_CLIENT_UPDATED")
    public void oidcClientUpdated(@RequestBody EventModel event) {
        take(Topics.OIDC_CLIENT_UPDATED, event);
    }

    private void take(Topics topic, EventModel event) {
        try {
            topic.handler.handle(manager, event);
        } catch (Exception failure) {
            System.err.println("callback " + topic.eventName + " swallowed: " + Checks.describe(failure));
        }
    }
}
