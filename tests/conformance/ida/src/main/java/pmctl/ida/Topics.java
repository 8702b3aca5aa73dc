package pmctl.ida;

import io.mosip.authentication.common.service.integration.PartnerServiceManager;
import io.mosip.kernel.core.websub.model.EventModel;

/** Which method of PartnerServiceManager IDA's callback controller calls for an event name; the topic is PMS's name for it. */
enum Topics {
    APIKEY_APPROVED("apikey_approved", PartnerServiceManager::handleApiKeyApproved),
    APIKEY_UPDATED("partner_api_key_updated", PartnerServiceManager::handleApiKeyUpdated),
    PARTNER_UPDATED("partner_updated", PartnerServiceManager::updatePartnerData),
    POLICY_UPDATED("policy_updated", PartnerServiceManager::updatePolicyData),
    MISP_LICENSE_GENERATED("misp_license_generated", PartnerServiceManager::updateMispLicenseData),
    MISP_LICENSE_UPDATED("misp_license_updated", PartnerServiceManager::updateMispLicenseData),
    OIDC_CLIENT_CREATED("oidc_client_created", PartnerServiceManager::createOIDCClientData),
    OIDC_CLIENT_UPDATED("oidc_client_updated", PartnerServiceManager::updateOIDCClientData);

    interface Handler {
        void handle(PartnerServiceManager manager, EventModel event) throws Exception;
    }

    final String eventName;
    final Handler handler;

    Topics(String eventName, Handler handler) {
        this.eventName = eventName;
        this.handler = handler;
    }
}
